import { readImageMetadata, type ImageResultLike } from '@grok-image/core';

/** What Civitai says about one image. Absent means that the service did not say. */
export interface CivitaiImageMetadata {
  /** The prompt as `enhancePrompt` rewrote it. */
  revisedPrompt?: string;
  /** From the bytes, e.g. `'image/jpeg'`. */
  mediaType: string;
  /** Pixels, from the bytes. */
  width: number;
  /** Pixels, from the bytes. */
  height: number;
  /** Signed address it was downloaded from; without `urlExpiresAt`, the blob's own, which asks for the key. */
  url: string;
  /** ISO 8601 time at which `url` dies. */
  urlExpiresAt?: string;
  /** Asks the service for a fresh address for 30 days. */
  blobId?: string;
  workflowId: string;
  /** Name of the step that made it. */
  step: string;
  /** `'pg'`, `'pg13'`, `'r'`, `'x'`, `'xxx'` or `'na'`. */
  nsfwLevel?: string;
  /** This image's share of what the workflow was charged, in Buzz; the shares add up to it exactly. */
  costBuzz?: number;
}

/**
 * The metadata of every image of a `generateImage` result of AI SDK 4, 5, 6 or 7, in the order of `result.images`.
 *
 * @example
 * for (const { workflowId, costBuzz } of imageMetadata(result)) console.log(workflowId, costBuzz);
 */
export function imageMetadata(result: ImageResultLike): CivitaiImageMetadata[] {
  return readImageMetadata(result, isImageMetadata);
}

function isImageMetadata(entry: object): entry is CivitaiImageMetadata {
  return 'mediaType' in entry && 'workflowId' in entry && 'step' in entry;
}
