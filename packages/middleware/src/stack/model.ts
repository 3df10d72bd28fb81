import type { ImageModelCallOptions, JsonObject, RecoveryPort } from '@grok-image/core';
import type { ImageModelFileOptions, WarningV3 } from '@grok-image/core/internal';

/** What an image model is asked for, in every specification version. */
export type ImageParams = ImageModelCallOptions & Partial<ImageModelFileOptions>;

/** An image model of any provider and of any specification version. */
export interface ImageModelLike {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  /** A number, or a function of the model in versions after the first; 1 where it is left out. */
  readonly maxImagesPerCall?: unknown;
  doGenerate(options: ImageParams): PromiseLike<unknown>;
}

/**
 * What a call brought, in one form for the models of all versions: the strictest one, which the middleware types of
 * AI SDK 6 and 7 take alike.
 */
export interface ImageResult {
  /** Bytes or base64, as the model gave them: the other form is made only where somebody needs it. */
  images: string[] | Uint8Array[];
  warnings: WarningV3[];
  isRetryable?: boolean;
  providerMetadata: ImageProviderMetadata;
  usage?: ImageUsageCounts;
  response: ImageResponseRecord;
}

/** The record of the answer; AI SDK 4 keeps nothing of the metadata but what stands on it. */
export interface ImageResponseRecord {
  timestamp: Date;
  modelId: string;
  headers: Record<string, string> | undefined;
  providerMetadata?: ImageProviderMetadata;
}

/** Tokens, where a model meters them. */
export interface ImageUsageCounts {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  totalTokens: number | undefined;
}

/** One list of images a provider, and whatever else it tells of a call. */
export type ImageProviderMetadata = { [provider: string]: JsonObject & { images: JsonObject[] } };

/** The port of a model, whose results are not looked at. */
export type AnyRecoveryPort = RecoveryPort<ImageModelLike, unknown>;

/**
 * Most images that one call of a wrapped model may ask for: the `maxImagesPerCall` of every middleware here, so that
 * AI SDK hands over the whole `n`. Only what stands next to the model splits, by the model's own value; AI SDK would
 * split before a cache, which then answers every part with the same picture.
 */
export const wholeCall = 1000;

/** How a model is named to users and in the books. */
export function nameOf({ provider, modelId }: Pick<ImageModelLike, 'provider' | 'modelId'>): string {
  return `${provider}:${modelId}`;
}

/** Most images that one request to a model makes, as AI SDK reads it. */
export async function maxImagesOf({ maxImagesPerCall, modelId }: ImageModelLike): Promise<number> {
  const most: unknown =
    typeof maxImagesPerCall === 'function' ? await maxImagesPerCall({ modelId }) : maxImagesPerCall;
  return typeof most === 'number' && most >= 1 ? most : 1;
}

/** What was put together here, and sees to it by itself that the sending of a call is noted. */
const layers = new WeakSet<object>();

/** Marks a model as one that consists of layers of ours. */
function asLayers<MODEL extends ImageModelLike>(model: MODEL): MODEL {
  layers.add(model);
  return model;
}

/** Models that stand for several, to each of which a call turns by itself, and how many of them may bill one call. */
const fallbacks = new WeakMap<object, number>();

/**
 * Marks a model as one that hands calls on to others, by layers of ours.
 *
 * @param mostPaid - how many of them may bill one call
 */
export function asFallback<MODEL extends ImageModelLike>(model: MODEL, mostPaid: number): MODEL {
  fallbacks.set(model, mostPaid);
  return asLayers(model);
}

/** Marks what consists of a model and of layers of ours around it as what the model is. */
export function asLayersOf<MODEL extends ImageModelLike>(model: ImageModelLike, layered: MODEL): MODEL {
  const mostPaid = fallbacks.get(model);
  return mostPaid === undefined ? asLayers(layered) : asFallback(layered, mostPaid);
}

/** How many models may bill one call to this one. */
export function mostPaidOf(model: ImageModelLike): number {
  return fallbacks.get(model) ?? 1;
}

export function isFallback(model: ImageModelLike): boolean {
  return fallbacks.has(model);
}

/** Whether a call to it passes further layers of ours, so that it has not left yet. */
export function hasLayers(model: ImageModelLike): boolean {
  return layers.has(model);
}
