import { InvalidArgumentError } from '@ai-sdk/provider';
import { isRecord } from '@ai-sdk/provider-utils';
import { resolveShape } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { portOf } from '../stack/digest.ts';
import { nameOf, type ImageModelLike, type ImageParams } from '../stack/model.ts';
import { metadataKey } from '../stack/told.ts';
import type { Adapt } from './options.ts';

/** What a model is sent, or why it is sent nothing. */
export type AdaptedCall =
  | { readonly params: ImageParams; readonly warnings: readonly string[] }
  | { readonly skipped: string };

/**
 * Makes of a call what one model of several is sent: of their options only its own, and nothing that it cannot do. A model
 * that tells its ratios maps ratio and size itself, within 20 % and with a warning.
 */
export function adaptCall(
  call: ImageParams,
  model: ImageModelLike,
  models: readonly ImageModelLike[],
  adapt?: Adapt,
): AdaptedCall {
  const own = keysOf(model);
  const foreign = new Set(models.flatMap(keysOf).filter(key => !own.includes(key)));
  const options = Object.entries(call.providerOptions ?? {});
  const providerOptions = Object.fromEntries(options.filter(([key]) => !foreign.has(key)));
  const given = { ...call, providerOptions, ...adapt?.(call, model) };
  // What a call is known by on its way stays, whatever it is sent: else nobody would note that it may be billed.
  const known = call.providerOptions?.[metadataKey];
  const params = known
    ? { ...given, providerOptions: { ...given.providerOptions, [metadataKey]: known } }
    : given;
  const others = options.filter(([key]) => foreign.has(key));
  const skipped =
    whyNotItsOwn(params, own, others) ?? whyNotFiles(params, model) ?? whyNotShape(params, model);
  if (skipped !== undefined) return { skipped };
  const changed = (['aspectRatio', 'size'] as const).filter(name => params[name] !== call[name]);
  const warnings = changed.map(
    name =>
      `${nameOf(model)} was asked for ${name} ${params[name] ?? 'of its own'} instead of ${call[name] ?? 'its own'}.`,
  );
  return { params, warnings };
}

/** Under which names the options of a model stand: that of its provider, in either spelling. */
function keysOf(model: ImageModelLike): string[] {
  const port = portOf(model);
  if (port !== undefined) return [port.metadataKey];
  const [name = ''] = model.provider.split('.');
  return [name, name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
}

/** Options that are about one model alone: without them another one would pay for what nobody asked for. */
function whyNotItsOwn(
  { providerOptions = {} }: ImageParams,
  own: readonly string[],
  others: readonly [string, unknown][],
): string | undefined {
  const mine = own.flatMap(key => providerOptions[key] ?? []);
  for (const [key, options] of others) {
    if (!isRecord(options)) continue;
    const collected = ['jobId', 'workflowId'].find(name => options[name] !== undefined);
    if (collected !== undefined) {
      return `it knows nothing of what providerOptions.${key}.${collected} collects.`;
    }
    if (hasImages(options) && !mine.some(hasImages)) {
      return `it would be sent nothing of providerOptions.${key}.images, as each model gets its own options.`;
    }
  }
  return undefined;
}

function hasImages(options: unknown): boolean {
  const images = isRecord(options) ? options['images'] : undefined;
  return Array.isArray(images) && images.length > 0;
}

function whyNotFiles({ files = [], mask }: ImageParams, model: ImageModelLike): string | undefined {
  const { maxFiles, mask: takesMask } = portOf(model)?.capabilities ?? {};
  const isOld = ['v1', 'v2'].includes(model.specificationVersion);
  const [noFiles, noMask] = ['supportsFileInputs', 'supportsMaskInputs'].map(
    name => isOld || Reflect.get(model, name) === false,
  );
  const most = noFiles ? 0 : (maxFiles ?? files.length);
  if (files.length > most) return `it takes ${most || 'no'} source images, and the call has ${files.length}.`;
  return mask !== undefined && (noMask || takesMask === false) ? 'it takes no mask.' : undefined;
}

function whyNotShape(
  { aspectRatio, size, files = [] }: ImageParams,
  model: ImageModelLike,
): string | undefined {
  const ratios = portOf(model)?.capabilities.aspectRatios;
  // What is known are the ratios of pictures that are made of text alone.
  if (ratios === undefined || files.length > 0) return undefined;
  // Anything else is for the model to take or to refuse.
  const asked = aspectRatio?.includes(':') ? aspectRatio : undefined;
  try {
    resolveShape({ aspectRatio: asked, size }, { ratios, resolutions: false });
    return undefined;
  } catch (error) {
    if (!InvalidArgumentError.isInstance(error)) throw error;
    return messageOf(error);
  }
}
