import { resolveShape, type ImageParameters, type ImageWarning } from '@grok-image/core';
import type { GrokModel } from './grok.ts';
import type { ReadOptions } from './options.ts';

/** Ratio and tiers to send, and what to tell the caller about them. */
export interface GrokShape {
  readonly aspectRatio: string | undefined;
  readonly resolution: string | undefined;
  readonly quality: string | undefined;
  readonly warnings: readonly ImageWarning[];
}

/**
 * Maps what was asked about ratio, size, resolution and quality to what the model takes.
 *
 * @throws InvalidArgumentError when no ratio of the model is near the one that was asked
 */
export function toShape(
  request: Pick<ImageParameters, 'aspectRatio' | 'size'>,
  options: ReadOptions,
  model: GrokModel,
  isEdit: boolean,
): GrokShape {
  const { aspectRatio, resolution, warnings } = toRatio(request, options, model, isEdit);
  const tiers = { resolution: options.resolution ?? resolution, quality: options.quality };
  if (model.hasTiers) return { aspectRatio, ...tiers, warnings };
  const unsent = Object.entries(tiers).flatMap(([feature, value]): ImageWarning[] => {
    const details = `${model.id} has one ${feature} here; '${value}' was not sent. grok-imagine-image-2.0 takes it.`;
    return value === undefined ? [] : [{ type: 'unsupported', feature, details }];
  });
  return { aspectRatio, resolution: undefined, quality: undefined, warnings: [...warnings, ...unsent] };
}

function toRatio(
  { aspectRatio: ofCall, size }: Pick<ImageParameters, 'aspectRatio' | 'size'>,
  options: ReadOptions,
  model: GrokModel,
  isEdit: boolean,
): ReturnType<typeof resolveShape> {
  const asked = ofCall ?? options.aspectRatio;
  const warnings: ImageWarning[] = [];
  if (ofCall && options.aspectRatio && ofCall !== options.aspectRatio) {
    const details = `The call's ${ofCall} was used, not ${options.aspectRatio} of providerOptions.civitai.aspectRatio.`;
    warnings.push({ type: 'compatibility', feature: 'aspectRatio', details });
  }
  const ratios = isEdit ? model.editRatios : model.ratios;
  if (ratios?.length === 0) return { ...toSourceShape(asked, size, model), aspectRatio: undefined };

  const cannotChoose = asked === 'auto' && ratios !== undefined && !ratios.includes('auto');
  if (cannotChoose) {
    const details = `${model.id} chooses a ratio by itself for edits only; none was sent, and the service makes 1:1.`;
    warnings.push({ type: 'compatibility', feature: 'aspectRatio', details });
  }
  const aspectRatio = cannotChoose ? undefined : asked;
  const shape = resolveShape({ aspectRatio, size }, { ratios, resolutions: model.hasTiers });
  return { ...shape, warnings: [...warnings, ...shape.warnings] };
}

/** An edit that follows the shape of its source: `auto` is what happens anyway, anything else cannot be had. */
function toSourceShape(
  asked: string | undefined,
  size: string | undefined,
  { id }: GrokModel,
): { resolution: undefined; warnings: ImageWarning[] } {
  const given = { aspectRatio: asked === 'auto' ? undefined : asked, size };
  const warnings = Object.entries(given).flatMap(([feature, value]): ImageWarning[] => {
    const details = `An edit with ${id} keeps the shape of its source; ${value} was not sent.`;
    return value === undefined ? [] : [{ type: 'unsupported', feature, details }];
  });
  return { resolution: undefined, warnings };
}
