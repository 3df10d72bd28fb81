import type { BatchErrorShape, Effects } from '../../faults/faults.ts';
import { isoDate } from '../../world/clock.ts';
import type { Site } from '../../world/request.ts';
import { hash } from '../../world/random.ts';
import type { ImageBody } from '../body.ts';
import type { StoredFile } from '../files.ts';
import type { Account } from '../service.ts';

/** A request as it is put into a batch: inline, or as a line of a file. */
export interface BatchRequest {
  readonly id?: string | undefined;
  readonly isEdit: boolean;
  readonly content: { readonly body: ImageBody } | { readonly problem: string };
}

/** Where requests came in, and which of them fail by script: all, or those with these ids. */
export interface Circumstances {
  readonly site: Site;
  readonly forced: Effects['batchError'] | undefined;
}

export interface BatchOutcome {
  readonly state: 'succeeded' | 'failed' | 'cancelled';
  readonly cost: number;
  /** The result, with links for who asks, in whichever of the shapes that clients of the API know. */
  readonly show: (asker: Site) => Promise<object>;
  readonly delivered: () => void;
}

/** One request of a batch. Times are milliseconds since 1970. */
export interface BatchItem {
  readonly id: string;
  readonly isEdit: boolean;
  readonly model: string;
  readonly createdAt: number;
  readonly readyAt: number;
  readonly site: Site;
  /** How it fails, by script. */
  readonly wanted: BatchErrorShape | undefined;
  /** Only kept until it is done: bodies of edits can be large. */
  content?: BatchRequest['content'] | undefined;
  outcome?: BatchOutcome;
  finishedAt?: number;
}

export interface Batch {
  readonly id: string;
  readonly name: string;
  readonly account: Account;
  readonly createdAt: number;
  readonly inputFileId?: string | undefined;
  readonly items: Map<string, BatchItem>;
  /** In the order in which they were done, which is the order of the results. */
  readonly finished: BatchItem[];
  /** An input file; until it is loaded, at that time, there are no requests. */
  loading?: (Circumstances & { readonly file: StoredFile; readonly at: number }) | undefined;
  busyUntil: number;
  cancelledAt?: number;
  /** Why the service itself cancelled it. */
  cancelMessage?: string;
  /** What is being done, one thing after the other. */
  work: Promise<void>;
}

/** xAI keeps batches for about 30 days (measured 2026). */
const lifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** The name of an endpoint in batches, after the service and method of xai-proto. */
const endpoint = 'xai_api.Image/GenerateImage';

/** A batch as the Batch API shows it (xai-proto, batch.proto; xai-sdk-ts, test/batches.test.ts; 2026). */
export function renderBatch(batch: Batch): object {
  const { finished, items } = batch;
  const count = (state: string): number => finished.filter(({ outcome }) => outcome?.state === state).length;
  const ticks = finished.reduce((sum, { outcome }) => sum + (outcome?.cost ?? 0), 0);
  const costs = { endpoint, cost_usd_ticks: ticks, request_count: finished.length };
  return {
    batch_id: batch.id,
    name: batch.name,
    create_time: toTime(batch.createdAt),
    expire_time: toTime(batch.createdAt + lifetimeMs),
    create_api_key_id: `key_${hash(batch.account.apiKey).toString(16)}`,
    cancel_time: toTime(batch.cancelledAt),
    cancel_by_xai_message: batch.cancelMessage ?? null,
    input_file_id: batch.inputFileId,
    state: {
      num_requests: items.size,
      num_pending: items.size - finished.length,
      num_success: count('succeeded'),
      num_error: count('failed'),
      num_cancelled: count('cancelled'),
    },
    cost_breakdown: { total_cost_usd_ticks: ticks, endpoint_costs: finished.length === 0 ? [] : [costs] },
  };
}

export function renderMetadata({ id, model, outcome, createdAt, finishedAt }: BatchItem): object {
  const times = { create_time: toTime(createdAt), finish_time: toTime(finishedAt) };
  return { batch_request_id: id, endpoint, model, state: outcome?.state ?? 'pending', ...times };
}

function toTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : isoDate(milliseconds);
}
