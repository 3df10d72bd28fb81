import type { ContentModerationError, GenerationFailedError, ImageWarning } from '@grok-image/core';
import type { XaiImageMetadata } from '../image/metadata.ts';
import type { XaiImageModelId } from '../gateways/models.ts';
import type { ReadOptions } from '../image/options.ts';
import type { XaiCallOptions } from '../service/transport.ts';

/** The options of a request: those of a call; lists may be `readonly` here, and images bytes. */
export type XaiBatchOptions = {
  readonly [NAME in keyof ReadOptions]:
    | (ReadOptions[NAME] extends (infer ENTRY)[] | undefined ? readonly ENTRY[] : ReadOptions[NAME])
    | undefined;
};

/** One request of a batch, in the terms of `generateImage`. */
export interface XaiBatchRequest {
  /** Yours; its result carries it. Results come in any order. */
  readonly id: string;
  readonly model: XaiImageModelId;
  /** A text, or for an edit a text and its source images: bytes, base64, data URL or http(s) URL. */
  readonly prompt: string | { readonly text?: string; readonly images: readonly (Uint8Array | string)[] };
  /** Images, default 1; at most as many as one request makes. */
  readonly n?: number | undefined;
  readonly size?: `${number}x${number}` | undefined;
  readonly aspectRatio?: `${number}:${number}` | undefined;
  readonly seed?: number | undefined;
  /**
   * As for `generateImage`, but a batch has no deferred jobs, and `responseFormat` is `'b64_json'` by default: addresses
   * expire an hour after, which may be long before somebody collects the results.
   */
  readonly providerOptions?: { readonly xai?: XaiBatchOptions | undefined } | undefined;
}

/** Requests to put into a batch. */
export interface XaiBatchRequests extends XaiCallOptions {
  /** In all, any size: what is more than 25 MB is sent in several parts. */
  readonly requests: readonly XaiBatchRequest[];
  /**
   * Hears of each step, so that whoever gives up meanwhile knows what there may be. Batches that were being made are
   * cancelled then, as far as that is possible; what was added to a batch stays in it.
   */
  readonly onProgress?: ((progress: XaiBatchProgress) => void) | undefined;
}

/** A batch to make. */
export interface XaiBatchCreation extends XaiBatchRequests {
  /** Shown in xAI's console, default `'grok-image'`. */
  readonly name?: string | undefined;
}

/** How far requests are put into batches. */
export interface XaiBatchProgress {
  /** Those that are made by now, though maybe not with all of their requests. */
  readonly batchIds: readonly string[];
  /** Ids of the requests that are in them, and are billed. */
  readonly added: readonly string[];
  /** Ids of those that are on their way; after an abort, it is not known whether they are in. */
  readonly sending: readonly string[];
}

/** Batches to make from files of requests. */
export interface XaiFileBatchCreation extends XaiBatchCreation {
  /** Seconds until the files are deleted, 3,600 to 2,592,000; without it, never. */
  readonly fileExpiresAfter?: number | undefined;
}

/** A warning about one request or, without its id, about the making of the batch. */
export interface XaiBatchWarning {
  readonly requestId?: string;
  readonly warning: ImageWarning;
}

/** What became of requests that were put into a batch. */
export interface XaiBatchAddition {
  readonly id: string;
  readonly requestIds: readonly string[];
  /** What was sent differently. */
  readonly warnings: readonly XaiBatchWarning[];
}

/** A batch that was made from a file of requests. */
export interface XaiFileBatch extends XaiBatchAddition {
  readonly inputFileId: string;
}

/** Where a batch stands. Times are ISO 8601. */
export interface XaiBatchStatus {
  readonly id: string;
  readonly name: string | undefined;
  /** `done` may hold failed requests; `cancelled` and `expired` may hold succeeded ones. */
  readonly status: 'pending' | 'done' | 'cancelled' | 'expired';
  readonly counts: {
    /** 0 until a file of requests is loaded. */
    readonly total: number;
    readonly pending: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly cancelled: number;
  };
  /** Whether nothing is going on any more, so that all results are there. */
  readonly isFinished: boolean;
  readonly createdAt: string | undefined;
  readonly expiresAt: string | undefined;
  readonly cancelledAt: string | undefined;
  /** Why xAI cancelled it by itself. */
  readonly cancelReason: string | undefined;
  readonly inputFileId: string | undefined;
  /** What was billed so far, in USD, where xAI says. */
  readonly costUsd: number | undefined;
  /** The same in ticks of 1/10,000,000,000 USD. */
  readonly costTicks: number | undefined;
}

/** A batch that was waited for. */
export interface XaiFinishedBatch extends XaiBatchStatus {
  /** What went wrong while it was waited for, e.g. that `onProgress` threw. */
  readonly warnings: readonly ImageWarning[];
}

/** The images of one request, with what `imageMetadata` says of each. */
export interface XaiBatchImages {
  readonly images: readonly (XaiImageMetadata & { readonly data: Uint8Array<ArrayBuffer> })[];
  /** What is missing, was refused or was not stored. */
  readonly warnings: readonly ImageWarning[];
}

/** What became of one request. */
export type XaiBatchResult =
  | {
      readonly id: string;
      readonly status: 'succeeded';
      /** Addresses of the images, for about an hour; none where the result carries the images itself. */
      readonly urls: readonly string[];
      /** Ids of stored images. */
      readonly fileIds: readonly string[];
      /** The model that served it. */
      readonly model: string | undefined;
      readonly costUsd: number | undefined;
      readonly costTicks: number | undefined;
      /**
       * Fetches the images, or unpacks them.
       *
       * @throws ImageDownloadError when none can be had
       */
      load(options?: { readonly abortSignal?: AbortSignal | undefined }): Promise<XaiBatchImages>;
    }
  /** Refused by the content policy; may have been billed. */
  | { readonly id: string; readonly status: 'refused'; readonly error: ContentModerationError }
  /** `unknown`: xAI does not know what became of it; it may have been billed. */
  | {
      readonly id: string;
      readonly status: 'failed' | 'cancelled' | 'unknown';
      readonly error: GenerationFailedError;
    };

/** A request as the list of a batch shows it. */
export interface XaiBatchRequestState {
  readonly id: string;
  /** In xAI's words: `pending`, `succeeded`, `failed`, `cancelled`, `unknown`. */
  readonly state: string;
  readonly model: string | undefined;
}

/** How to wait for a batch. */
export interface XaiBatchWait extends XaiCallOptions {
  /** Milliseconds between two looks, default 5,000. */
  readonly pollIntervalMs?: number | undefined;
  /** Hears of every change. */
  readonly onProgress?: ((status: XaiBatchStatus) => void) | undefined;
}

/**
 * xAI's Batch API for images (docs.x.ai, batch guide, 2026): requests that wait their turn, usually less than a day, and
 * do not count towards the rate limit. Images cost what they cost outside a batch.
 */
export interface XaiBatches {
  /**
   * Makes a batch and puts requests into it. All requests are checked before anything is sent; each part of up to 25 MB
   * is sent once. When it is aborted meanwhile, the batch is cancelled.
   *
   * @throws InvalidArgumentError naming the request; APICallError; XaiBatchIncompleteError when the batch has some of the
   * requests only
   * @example
   * const { id } = await grok.batch.create({
   *   requests: cats.map(cat => ({ id: cat, model: 'grok-imagine-image', prompt: `A ${cat} cat` })),
   * });
   * await grok.batch.wait(id);
   * for await (const result of grok.batch.results(id)) console.log(result.id, result.status);
   */
  create(creation: XaiBatchCreation): Promise<XaiBatchAddition>;
  /**
   * Puts more requests into a batch that was not made from a file. What is added cannot be taken back.
   *
   * @throws as `create`; when it is aborted, the last event of `onProgress` said which requests are in
   */
  add(id: string, requests: XaiBatchRequests): Promise<XaiBatchAddition>;
  /**
   * Uploads requests as JSONL and makes a batch of each file of up to 25 MB: a batch from a file takes no more requests.
   * The files stay in the Files API until `fileExpiresAfter` seconds have passed.
   *
   * @throws as `create`
   */
  createFromFile(creation: XaiFileBatchCreation): Promise<readonly XaiFileBatch[]>;
  /** Looks where a batch stands. */
  status(id: string, options?: XaiCallOptions): Promise<XaiBatchStatus>;
  /**
   * Waits until a batch is finished, through outages of up to 15 minutes. It has no time limit of its own, as a batch may
   * take a day: pass a signal.
   *
   * @throws the abort reason; APICallError
   * @example
   * await grok.batch.wait(id, { onProgress: ({ counts }) => console.log(counts), abortSignal: AbortSignal.timeout(3_600_000) });
   */
  wait(id: string, options?: XaiBatchWait): Promise<XaiFinishedBatch>;
  /** The results that are there by now, in any order; pages of them are fetched as they are read. */
  results(id: string, options?: XaiCallOptions): AsyncIterable<XaiBatchResult>;
  /** The requests of a batch, done or not. */
  requests(id: string, options?: XaiCallOptions): AsyncIterable<XaiBatchRequestState>;
  /** The batches of the account, newest first. */
  list(options?: XaiCallOptions): AsyncIterable<XaiBatchStatus>;
  /** Cancels what has not been started; what is done stays, and is billed. */
  cancel(id: string, options?: XaiCallOptions): Promise<XaiBatchStatus>;
}
