import {
  readImageMetadata,
  readRequestMetadata,
  type ImageResultLike,
  type ImageUsage,
  type MissingImage,
  type Resume,
} from '@grok-image/core';

/** What xAI or a gateway says about one image. Absent means that the service did not say. */
export interface XaiImageMetadata {
  /** The prompt as the service rewrote it. */
  revisedPrompt?: string;
  /** From the bytes, e.g. `'image/jpeg'`. */
  mediaType: string;
  /** Pixels, from the bytes; 0 where their format is not known. */
  width: number;
  /** Pixels, from the bytes; 0 where their format is not known. */
  height: number;
  /** Its place among the images that were asked for, from 0: siblings may be missing. */
  index: number;
  /** Where it was downloaded from, which is the one of its addresses that served it; expires within minutes to an hour. */
  url?: string;
  /** Id of the request in the log of the service (`x-request-id`); it collects nothing. */
  requestId?: string;
  /** Id of the deferred job, by which the images are collected again for as long as the service keeps them. */
  jobId?: string;
  /** The model that served the request. */
  model?: string;
  /** This image's share of the request's cost in USD. */
  costUsd?: number;
  /** The same in ticks of 1/10,000,000,000 USD; the shares of a request add up to its cost exactly. */
  costTicks?: number;
  /** Id in xAI's Files API, when stored there. */
  fileId?: string;
  /** Its name there. */
  filename?: string;
  /** ISO 8601 time at which the stored file is deleted; without it, never. */
  expiresAt?: string;
  publicUrl?: string;
  /** ISO 8601 time at which `publicUrl` ends. */
  publicUrlExpiresAt?: string;
  /** Why storing failed; the image itself is delivered all the same. */
  storageError?: string;
}

const sisters = { civitai: '@grok-image/civitai' };

/**
 * The metadata of every image of a `generateImage` result of AI SDK 4, 5, 6 or 7, in the order of `result.images`.
 *
 * @throws InvalidArgumentError for what is no result, or one of the other provider
 * @example
 * for (const { revisedPrompt, costUsd } of imageMetadata(result)) console.log(revisedPrompt, costUsd);
 */
export function imageMetadata(result: ImageResultLike): XaiImageMetadata[] {
  return readImageMetadata(result, isImageMetadata, sisters);
}

function isImageMetadata(entry: object): entry is XaiImageMetadata {
  return 'mediaType' in entry && 'index' in entry;
}

/** What is known of one request of a call, one that failed included. Absent means that the service did not say. */
export interface XaiRequestMetadata {
  /** Id in the log of the service (`x-request-id`); it collects nothing. */
  requestId?: string;
  /** Id of the deferred job. */
  jobId?: string;
  /** Images that were refused by the content policy. */
  refused?: number;
  /** What collects it without paying again, to be spread into `providerOptions.xai`. */
  resume?: Resume;
  /** The model that served it. */
  model?: string;
  /** Images that it asked for; absent where a workflow was only collected. */
  requested?: number;
  /** Images that came of it. */
  delivered: number;
  /** What it cost in USD. */
  costUsd?: number;
  /** The same in ticks of 1/10,000,000,000 USD. */
  costTicks?: number;
  /** Tokens, where the model meters them. */
  usage?: Partial<ImageUsage>;
  /** The images that it did not bring: refused, not made, or made and not to be fetched. */
  missing?: MissingImage[];
  /** Why it failed. */
  error?: string;
}

/**
 * The records of the requests of a `generateImage` result of AI SDK 4, 5, 6 or 7, those that failed beside others included.
 *
 * @throws InvalidArgumentError for what is no result, or one of the other provider
 * @example
 * const failed = requestMetadata(result).filter(({ error }) => error !== undefined);
 */
export function requestMetadata(result: Pick<ImageResultLike, 'responses'>): XaiRequestMetadata[] {
  return readRequestMetadata(result, 'xai', isRequestMetadata, sisters);
}

function isRequestMetadata(entry: object): entry is XaiRequestMetadata {
  return 'delivered' in entry;
}
