import type { Site } from '../../world/request.ts';
import type { BatchErrorShape } from '../../faults/faults.ts';
import type { Account } from '../account.ts';
import type { StoredFile } from '../files.ts';
import type { Made } from '../made.ts';
import type { ImageFormat } from '../render.ts';
import type { ImageBody } from '../body.ts';

/** A request as it is put into a batch: inline, or as a line of a file. */
export interface BatchRequest {
  /** Made up if absent. */
  readonly id?: string | undefined;
  readonly isEdit: boolean;
  /** What to make, or why that cannot be read. */
  readonly content: { readonly body: ImageBody } | { readonly problem: string };
}

/** What is only needed until a request is done: bodies of edits can be large. */
export interface BatchWork {
  readonly content: BatchRequest['content'];
  /** Where the request came in. */
  readonly site: Site;
  readonly forced?: BatchErrorShape | undefined;
}

/** What became of a request. */
export type BatchOutcome =
  | { readonly type: 'made'; readonly made: Made; readonly format: ImageFormat }
  /** Made and billed, but the answer is lost. */
  | { readonly type: 'unknown'; readonly made: Made }
  | {
      readonly type: 'error';
      /** Of google.rpc.Code; 1 is cancelled. */
      readonly code: number;
      readonly message: string;
      readonly shape: ErrorShape;
      readonly cost: number;
    };

/** How an error is written down. */
export type ErrorShape = 'string' | 'status' | 'message';

export type BatchState = 'pending' | 'succeeded' | 'failed' | 'cancelled';

/** One request of a batch. Times are milliseconds since 1970. */
export interface BatchItem {
  readonly id: string;
  readonly isEdit: boolean;
  readonly model: string;
  readonly createdAt: number;
  /** When it will be done. */
  readonly readyAt: number;
  work?: BatchWork | undefined;
  outcome?: BatchOutcome;
  finishedAt?: number;
}

/** An input file that is being loaded. */
export interface Loading {
  readonly file: StoredFile;
  /** When it is loaded; until then a batch has no requests. */
  readonly at: number;
  readonly site: Site;
  readonly forced?: ForcedErrors | undefined;
}

/** Requests that fail by script: all of them, or those with these ids. */
export interface ForcedErrors {
  readonly batchError: BatchErrorShape;
  readonly ids?: readonly string[] | undefined;
}

export interface Batch {
  readonly id: string;
  readonly name: string;
  readonly account: Account;
  readonly createdAt: number;
  readonly inputFileId?: string | undefined;
  /** In the order in which they came. */
  readonly items: Map<string, BatchItem>;
  /** In the order in which they are worked on. */
  queue: BatchItem[];
  /** In the order in which they were done, which is the order of the results. */
  readonly finished: BatchItem[];
  loading?: Loading | undefined;
  /** When all that is in the queue will be done. */
  busyUntil: number;
  cancelledAt?: number;
  /** Why the service itself cancelled it. */
  cancelMessage?: string;
}

export function stateOf({ outcome }: BatchItem): BatchState {
  if (outcome === undefined) return 'pending';
  if (outcome.type !== 'error') return 'succeeded';
  return outcome.code === cancelledCode ? 'cancelled' : 'failed';
}

/** `CANCELLED` of google.rpc.Code. */
export const cancelledCode = 1;
