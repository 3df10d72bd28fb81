import type { JsonObject } from '@grok-image/core';
import type { BlobStore } from '@grok-image/middleware';
import type { ImagePrice } from '@grok-image/middleware/internal';
import type { JobInput } from '../input/job-input.ts';
import type { JobRecord } from '../job/record.ts';
import type { BulkBudget } from '../money/purse.ts';
import type { BulkSummary } from '../report/summary.ts';
import type { Guarantee } from '../route/choose.ts';
import type { BulkRate, ModelSource } from '../run/models.ts';

/** What a run tells while it goes. */
export type BulkEvent =
  | {
      readonly type: 'start';
      readonly run: string;
      readonly jobs: number;
      /** Those that have ended in an earlier run of the same command. */
      readonly known: number;
      /** To be printed: what is promised of each route. */
      readonly guarantees: readonly Guarantee[];
      /** What all that is not known costs at most. */
      readonly cost: { readonly usd: number; readonly buzz: number };
    }
  /** A job has ended, or is left for later. */
  | { readonly type: 'result'; readonly record: JobRecord }
  | { readonly type: 'progress'; readonly summary: BulkSummary }
  | { readonly type: 'warning'; readonly message: string }
  /** Nothing more is sent; what is under way ends. */
  | { readonly type: 'stopped'; readonly reason: string }
  /** It is paid and could not be written down: to be printed. */
  | { readonly type: 'rescue'; readonly record: JobRecord };

/** How jobs are sent, in a folder as by the workers of a queue. */
export interface SendingOptions {
  /** A model, or a function that gives the one of the id that a job names. */
  readonly model: ModelSource;
  /** Requests that the service takes; default what it documents, `false` for no limit. */
  readonly rate?: BulkRate | undefined;
  /** What may be spent; what is over is not sent, and what is under way ends. */
  readonly budget?: BulkBudget | undefined;
  /** What an image costs: USD, `{ usd }` or `{ buzz }`; for models that do not tell it. */
  readonly price?: ImagePrice | undefined;
  /** Whether the batches of a service are used where it has some: slower, never lost, and beside its rate limit. */
  readonly batch?: boolean | undefined;
  /** Whether requests are waited for instead of being made to be collected later. */
  readonly sync?: boolean | undefined;
  /** Whether a `.json` beside each picture tells of it; default true. */
  readonly sidecars?: boolean | undefined;
  /** Milliseconds after which a picture that is not in the bucket is taken for lost; default 120,000. */
  readonly bucketWaitMs?: number | undefined;
  readonly onEvent?: ((event: BulkEvent) => void) | undefined;
}

/** A run of one process over a folder. */
export interface BulkRunOptions extends SendingOptions {
  /** Folder of pictures, report and journal (`OUT/.grok-image`). */
  readonly out: string;
  readonly input: JobInput;
  /** Salt of the keys: the same jobs of another run are sent again. Default that of the folder. */
  readonly run?: string | undefined;
  /** Whether all of it is sent and paid anew. */
  readonly newRun?: boolean | undefined;
  /** What changes pictures beside the input: another value of one is refused when a run goes on. */
  readonly flags?: JsonObject | undefined;
  /** A run of its own beside all others of the folder, e.g. a single call; nothing of it is compared. */
  readonly adHoc?: boolean | undefined;
  /** Whether lines that are no jobs are passed over; default false, which refuses the run before anything is sent. */
  readonly skipBad?: boolean | undefined;
  /** Jobs that are worked on at once, default 64. */
  readonly concurrency?: number | undefined;
  /** Where pictures go instead of the folder, and where services put them themselves. */
  readonly bucket?: BlobStore | undefined;
  /** How long to wait for another runner of the folder, in milliseconds; default 0. */
  readonly lockWaitMs?: number | undefined;
  /** Sends nothing more when aborted, and lets what is under way end. */
  readonly stopSignal?: AbortSignal | undefined;
  /** Breaks everything off when aborted; the same command goes on from there. */
  readonly abortSignal?: AbortSignal | undefined;
}
