import type { JsonObject } from '@grok-image/core';

/** What a line asks for: one request of a model. */
export interface BulkJob {
  /** Left out only where there are source images. */
  readonly prompt?: string | undefined;
  /** Id that the function `model` of a run gets; what it means is the caller's. */
  readonly model?: string | undefined;
  /** Images, default 1, at most what one request of the model makes. */
  readonly n?: number | undefined;
  readonly aspectRatio?: `${number}:${number}` | undefined;
  readonly size?: `${number}x${number}` | undefined;
  readonly seed?: number | undefined;
  /** Options of the provider of the model, e.g. `{ resolution: '2k' }`: plain JSON, and no keys of accounts. */
  readonly options?: JsonObject | undefined;
  /** Source images of an edit: paths of files, http(s) addresses or bytes. */
  readonly images?: readonly (string | Uint8Array)[] | undefined;
  /** Of its files, without extension and number; letters, digits and `-_./`. */
  readonly name?: string | undefined;
}

/** A source image as a job knows it: its bytes are elsewhere. */
export type StoredSource =
  | { readonly url: string }
  | {
      /** Of the bytes, 64 characters of hex. */
      readonly sha256: string;
      /** Where the bytes are: a file of this machine, or an object of the bucket. */
      readonly file?: string | undefined;
      readonly blobKey?: string | undefined;
      readonly mediaType: string;
    };

/** A job as journal and queue keep it: less than 4 KB, without pixels and without keys of accounts. */
export interface StoredJob extends Omit<BulkJob, 'images'> {
  readonly sources?: readonly StoredSource[] | undefined;
  /** Where it stands in its file, from 1. */
  readonly line?: number | undefined;
  /** How many equal jobs stand before it in its run. */
  readonly repetition?: number | undefined;
  /** The key of the job that it asks for again, as somebody decided so. */
  readonly retryOf?: string | undefined;
  /** How often it was asked for again before, from 1; absent at first. */
  readonly attempt?: number | undefined;
}

/** A job with its key. */
export interface KeyedJob {
  /** SHA-256 of what it asks for and of its run, 64 characters of hex. */
  readonly key: string;
  readonly job: StoredJob;
}
