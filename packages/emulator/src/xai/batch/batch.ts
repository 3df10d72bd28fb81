import type { BatchErrorShape } from '../../faults/faults.ts';
import type { Site } from '../../world/request.ts';
import type { ImageBody } from '../body.ts';
import type { StoredFile } from '../files.ts';
import type { Made } from '../made.ts';
import type { ImageFormat } from '../render.ts';
import type { Account } from '../service.ts';

/** A request as it is put into a batch: inline, or as a line of a file. */
export interface BatchRequest {
  /** Made up if absent. */
  readonly id?: string | undefined;
  readonly isEdit: boolean;
  /** What to make, or why that cannot be read. */
  readonly content: { readonly body: ImageBody } | { readonly problem: string };
}

/** Where requests came in, and which of them fail by script: all, or those with these ids. */
export interface Circumstances {
  readonly site: Site;
  readonly forced?:
    | { readonly batchError: BatchErrorShape; readonly ids?: readonly string[] | undefined }
    | undefined;
}

/** An input file; until it is loaded, at that time, its batch has no requests. */
export interface Loading extends Circumstances {
  readonly file: StoredFile;
  readonly at: number;
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
      /** How it is written down. */
      readonly shape: 'string' | 'status' | 'message';
      readonly cost: number;
    };

/** One request of a batch. Times are milliseconds since 1970. */
export interface BatchItem {
  readonly id: string;
  readonly isEdit: boolean;
  readonly model: string;
  readonly createdAt: number;
  /** When it will be done. */
  readonly readyAt: number;
  /** Only kept until it is done: bodies of edits can be large. */
  work?: (Pick<BatchRequest, 'content'> & Circumstances) | undefined;
  outcome?: BatchOutcome;
  finishedAt?: number;
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

/** `CANCELLED` of google.rpc.Code. */
export const cancelledCode = 1;

export function stateOf({ outcome }: BatchItem): 'pending' | 'succeeded' | 'failed' | 'cancelled' {
  if (outcome === undefined) return 'pending';
  if (outcome.type !== 'error') return 'succeeded';
  return outcome.code === cancelledCode ? 'cancelled' : 'failed';
}
