import type { JsonObject } from '@grok-image/core';
import type { ImageResult } from './model.ts';
import { asSeen } from './result.ts';

/** Key of what the middleware tells, in `providerMetadata` and of its options in `providerOptions`. */
export const metadataKey = 'grokImage';

/**
 * Adds to what the middleware tells of each image: `providerMetadata.grokImage.images[i]`, one entry an image, in every
 * AI SDK major. What is told already of an image stays, unless the same name is told anew.
 *
 * @param tell - what is told of the image at an index
 */
export function tellOf(result: ImageResult, tell: (index: number) => JsonObject): ImageResult {
  const before = result.providerMetadata[metadataKey];
  const told = Array.from({ length: result.images.length }, (_, index) => ({
    ...before?.images[index],
    ...tell(index),
  }));
  const { [metadataKey]: _, ...others } = result.providerMetadata;
  const providerMetadata = { ...others, [metadataKey]: { ...before, images: told } };
  return asSeen({ ...result, providerMetadata, response: { ...result.response, providerMetadata } });
}

/** Adds warnings to those that a result has. */
export function withWarnings(result: ImageResult, warnings: readonly string[]): ImageResult {
  if (warnings.length === 0) return result;
  const added = warnings.map(message => ({ type: 'other' as const, message }));
  return asSeen({ ...result, warnings: [...result.warnings, ...added] });
}
