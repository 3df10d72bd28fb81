import { invalidArgument, resolveShape, type ImageParameters, type ImageWarning } from '@grok-image/core';
import { ratiosOfVersion2, type XaiModelRules } from '../gateways/models.ts';
import type { ReadOptions } from './options.ts';

/** The shape to ask for, and what to tell the caller about it. */
export interface RequestShape {
  readonly aspectRatio: string | undefined;
  readonly resolution: string | undefined;
  readonly warnings: readonly ImageWarning[];
}

/** On what the shape of a request depends beside the request. */
interface ShapeContext {
  readonly rules: XaiModelRules;
  /** Number of source images. */
  readonly sources: number;
  /** Name of the service for messages. */
  readonly service: string;
}

/**
 * Maps ratio, size and resolution to what a model takes.
 *
 * @throws InvalidArgumentError for a ratio or resolution that is not offered
 */
export function toShape(
  request: ImageParameters,
  options: ReadOptions,
  { rules, sources, service }: ShapeContext,
): RequestShape {
  const { resolution: asked } = options;
  if (asked && rules.resolutions && !rules.resolutions.includes(asked)) {
    const accepted = `${rules.resolutions.join(', ')} at ${service}`;
    throw invalidArgument('providerOptions.xai.resolution', asked, accepted);
  }
  const shape = sources === 1 ? keepShape(request, options, rules) : chooseShape(request, options, rules);
  const doubts = Object.entries({ aspectRatio: shape.aspectRatio, resolution: shape.resolution }).flatMap(
    ([feature, sent]): ImageWarning[] => {
      if (sent === '1.5k') {
        const details =
          '1.5k stands in the API description only; its price and pixel size are not published.';
        return [{ type: 'compatibility', feature, details }];
      }
      if (sent === undefined || !rules.isShapeUnverified) return [];
      const details = `${sent} was sent, but ${service} may not keep to it; the images are measured.`;
      return [{ type: 'compatibility', feature, details }];
    },
  );
  return { ...shape, warnings: [...shape.warnings, ...doubts] };
}

function chooseShape(
  { aspectRatio: callRatio, size }: ImageParameters,
  { aspectRatio: optionRatio, resolution }: ReadOptions,
  rules: XaiModelRules,
): RequestShape {
  const aspectRatio = callRatio ?? optionRatio;
  // An unknown model may know ratios that we do not, but nobody asks for the ratio of a size by its name.
  const ratios = rules.ratios ?? (aspectRatio === undefined ? ratiosOfVersion2 : undefined);
  // A resolution of the options wins, so the size must not say that another one was sent.
  const shape = resolveShape(
    { aspectRatio, size },
    { ratios, resolutions: resolution === undefined && hasTiers(rules) },
  );
  const details = `The call's ${callRatio} was used, not ${optionRatio} of providerOptions.xai.aspectRatio.`;
  const overridden = callRatio && optionRatio && callRatio !== optionRatio;
  return {
    aspectRatio: shape.aspectRatio,
    resolution: resolution ?? shape.resolution,
    warnings: [
      ...shape.warnings,
      ...(overridden ? [{ type: 'compatibility' as const, feature: 'aspectRatio', details }] : []),
    ],
  };
}

/** What the service does with a ratio here is undocumented; the API description says not to set it (2026-10). */
function keepShape(
  { aspectRatio: callRatio, size }: ImageParameters,
  { aspectRatio: optionRatio, resolution: optionResolution }: ReadOptions,
  rules: XaiModelRules,
): RequestShape {
  const warnings: ImageWarning[] = [];
  const aspectRatio = callRatio ?? optionRatio;
  const isAutomatic = aspectRatio === 'auto';
  if (aspectRatio !== undefined && !isAutomatic) {
    const details = `An edit of one image keeps the shape of that image; ${aspectRatio} was not sent.`;
    warnings.push({ type: 'unsupported', feature: 'aspectRatio', details });
  }
  const tier = resolveShape(
    { aspectRatio: undefined, size },
    { ratios: undefined, resolutions: hasTiers(rules) },
  );
  const resolution = optionResolution ?? tier.resolution;
  if (size !== undefined) {
    const sent = resolution ? `resolution ${resolution}` : 'nothing';
    const details = `An edit of one image keeps the shape of that image; for ${size}, ${sent} was sent.`;
    warnings.push({ type: 'compatibility', feature: 'size', details });
  }
  return { aspectRatio: isAutomatic ? aspectRatio : undefined, resolution, warnings };
}

/** Whether a size can be told by resolution. */
export function hasTiers({ resolutions }: XaiModelRules): boolean {
  return resolutions?.includes('2k') ?? true;
}
