import type { RateLimiter } from '@grok-image/core';
import type { BlobStore, ImageModelLike } from '@grok-image/middleware';
import type { JobRecord } from '../job/record.ts';
import type { ReadSource } from '../job/params.ts';
import type { Keeper } from '../keep/keeper.ts';
import type { Pricer } from '../money/price.ts';
import type { Purse } from '../money/purse.ts';
import type { BatchDesk } from '../route/batch-desk.ts';
import type { RouteChoice } from '../route/choose.ts';

/** Where it is written how far each job is. It is the truth, whatever a queue says. */
export interface Records {
  /** Takes a job that was not sent yet, or gives what was written of one that was. */
  take(key: string): Promise<Taken>;
  /**
   * Writes down how far a job is; resolves once it cannot be forgotten.
   *
   * @throws LostJobError where somebody else has taken the job meanwhile
   */
  write(record: JobRecord): Promise<void>;
  /**
   * Takes a request over that this process sends once more, under the same key: what its sender writes of it from now on does
   * not count, as that knows nothing of what comes of this one.
   *
   * @throws LostJobError where somebody else has taken the job meanwhile
   */
  takeOver(record: JobRecord): Promise<JobRecord>;
  /** Gives a job back that was taken and not sent. */
  giveBack(key: string, token: string): Promise<void>;
  /** Waits until whoever has sent a request has ended, or certainly is no more, and gives what is written then. */
  afterSender(record: JobRecord, abortSignal: AbortSignal | undefined): Promise<JobRecord>;
}

export type Taken =
  | {
      readonly isNew: true;
      /** Of this taking: only its holder goes on with the job. */
      readonly token: string;
    }
  | { readonly isNew: false; readonly record: JobRecord };

/** Somebody else has taken a job, as this process stood still for too long. */
export class LostJobError extends Error {
  override name = 'LostJobError';
}

/** What jobs are worked on with, whatever moves them. */
export interface Work {
  readonly run: string;
  readonly records: Records;
  readonly purse: Purse;
  readonly pricer: Pricer;
  readonly keeper: Keeper;
  readonly readSource: ReadSource;
  readonly choice: RouteChoice;
  /** What all keys of the run begin with in the bucket. */
  readonly prefix: string;
  readonly bucketWaitMs: number;
  modelOf(id: string | undefined): PromiseLike<ImageModelLike> | ImageModelLike;
  limiterOf(model: ImageModelLike): PromiseLike<RateLimiter | undefined> | RateLimiter | undefined;
  deskOf(model: ImageModelLike): PromiseLike<BatchDesk> | BatchDesk;
  /** Why nothing more is sent; `undefined` as long as something is. */
  stopReason(): string | undefined;
  stop(reason: string): void;
  /** Breaks everything off at once. */
  readonly abortSignal: AbortSignal | undefined;
  readonly bucket: BlobStore | undefined;
}

/** How far a job has come in this process. */
export type Ran =
  | { readonly kind: 'final'; readonly record: JobRecord }
  /** It is paid or under way, and is to be looked for later. */
  | { readonly kind: 'open'; readonly record: JobRecord }
  /** Nothing was sent. */
  | { readonly kind: 'unsent'; readonly reason: string; readonly isStopped: boolean };
