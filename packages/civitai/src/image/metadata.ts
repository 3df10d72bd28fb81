import {
  readImageMetadata,
  readRequestMetadata,
  type ImageResultLike,
  type MissingImage,
  type Resume,
} from '@grok-image/core';
import type { CivitaiCurrency } from './options.ts';

/** What Civitai says about one image. Absent means that the service did not say. */
export interface CivitaiImageMetadata {
  /** The prompt as `enhancePrompt` rewrote it. */
  revisedPrompt?: string;
  /** From the bytes, e.g. `'image/jpeg'`. */
  mediaType: string;
  /** Pixels, from the bytes; 0 where their format is not known. */
  width: number;
  /** Pixels, from the bytes; 0 where their format is not known. */
  height: number;
  /** Its place among the images that were asked for, from 0: siblings may be missing. */
  index: number;
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
  /** Id of the job that made it. */
  jobId?: string;
  /** Signed address of a smaller picture. */
  previewUrl?: string;
  /** This image's share of what the workflow was charged, in Buzz; the shares add up to it exactly. */
  costBuzz?: number;
}

const sisters = { xai: '@grok-image/xai' };

/**
 * The metadata of every image of a `generateImage` result of AI SDK 4, 5, 6 or 7, in the order of `result.images`.
 *
 * @throws InvalidArgumentError for what is no result, or one of the other provider
 * @example
 * for (const { workflowId, costBuzz } of imageMetadata(result)) console.log(workflowId, costBuzz);
 */
export function imageMetadata(result: ImageResultLike): CivitaiImageMetadata[] {
  return readImageMetadata(result, isImageMetadata, sisters);
}

function isImageMetadata(entry: object): entry is CivitaiImageMetadata {
  return 'mediaType' in entry && 'workflowId' in entry && 'step' in entry;
}

/** What is known of one request of a call, one that failed included. Absent means that the service did not say. */
export interface CivitaiRequestMetadata {
  workflowId?: string;
  /** Key that it was submitted under. */
  externalId?: string;
  /** Status of the workflow in the service's words. */
  status?: string;
  /** What collects it without paying again, to be spread into `providerOptions.civitai`. */
  resume?: Resume;
  /** The model that served it. */
  model?: string;
  /** Images that it asked for; absent where a workflow was only collected. */
  requested?: number;
  /** Images that came of it. */
  delivered: number;
  /** ISO 8601 time at which it was submitted. */
  createdAt?: string;
  /** What it cost in Buzz, refunds deducted. */
  costBuzz?: number;
  /** The images that it did not bring: refused, not made, or made and not to be fetched. */
  missing?: MissingImage[];
  /** The same by the kind of Buzz that paid, e.g. `{ blue: 20, yellow: 6 }`. */
  costByCurrency?: Partial<Record<CivitaiCurrency, number>>;
  /** Its price before tips and fees, in Buzz. */
  baseBuzz?: number;
  /** Tips within the price, in Buzz. */
  tipsBuzz?: { civitai?: number; creators?: number };
  /** Buzz that was given back for files that the service has lost. */
  lostBlobsRefund?: number;
  /** What its steps say went wrong, also where all images came. */
  reasons?: string[];
  /** What `enhancePrompt` says of the prompt beside `revisedPrompt`. */
  promptAdvice?: {
    issues?: { description: string; severity?: string }[];
    recommendations?: string[];
    negativePrompt?: string;
  };
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
export function requestMetadata(result: Pick<ImageResultLike, 'responses'>): CivitaiRequestMetadata[] {
  return readRequestMetadata(result, 'civitai', isRequestMetadata, sisters);
}

function isRequestMetadata(entry: object): entry is CivitaiRequestMetadata {
  return 'delivered' in entry;
}
