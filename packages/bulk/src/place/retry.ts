import type { GenerationCost } from '@grok-image/core';
import { parseStrict } from '@grok-image/core';
import * as z from 'zod/v4';
import type { KeyedJob } from '../job/job.ts';
import { keyOf } from '../job/job-key.ts';
import type { JobRecord } from '../job/record.ts';
import { openJournal } from '../journal/journal.ts';
import { lockFolder } from '../journal/lock.ts';
import { addJobs } from '../queue/enqueue.ts';
import { engineOf } from '../queue/open-queue.ts';
import type { Sums } from '../report/summary.ts';
import { records, type Place } from './records.ts';

/** Which jobs are asked for again: those that may be paid, images that did not come, or what has failed. */
export type RetryKind = 'unknown' | 'missing' | 'failed';

/** What a retry would send. */
export interface RetryPlan {
  readonly jobs: number;
  readonly images: number;
  /** What it costs at most, as far as prices are known. */
  readonly cost: Sums;
  /** Jobs whose price is not known. */
  readonly unpriced: number;
  /** Unknown jobs whose request may still be on its way: they can be asked for again later. */
  readonly notYet: number;
  /**
   * Puts them into the line, each under a key of its own: the next run over the folder sends them, or the workers of the queue.
   *
   * @returns how many were not in the line before
   */
  apply(): Promise<number>;
}

const schema = z.strictObject({ what: z.enum(['unknown', 'missing', 'failed']) });

/**
 * Looks for what can be asked for again, and sends nothing. To ask again for what is unknown may pay for it twice: that is
 * for a person to decide, who knows what it may cost.
 *
 * @throws InvalidArgumentError; BulkError where the folder is worked on when it is applied
 * @example
 * const plan = await retry('images', { what: 'unknown' });
 * console.log(plan.jobs, plan.cost.usd);
 * await plan.apply();
 */
export async function retry(place: Place, options: { readonly what: RetryKind }): Promise<RetryPlan> {
  const { what } = parseStrict(schema, options, '');
  const retried = new Set<string>();
  const chosen = new Map<string, JobRecord>();
  let notYet = 0;
  for await (const record of records(place)) {
    const { key, job, deadline } = record;
    if (job.retryOf !== undefined) {
      retried.add(job.retryOf);
      chosen.delete(job.retryOf);
    }
    if (retried.has(key) || !isMeant(record, what)) continue;
    if (what === 'unknown' && deadline !== undefined && deadline > Date.now()) notYet++;
    else chosen.set(key, record);
  }
  const again = [...chosen.values()].map(record => toRetry(record, what));
  const cost = { usd: 0, buzz: 0 };
  let unpriced = 0;
  let images = 0;
  for (const { record, job } of again) {
    const price = priceOf(record, job.n ?? 1);
    if (price === undefined) unpriced++;
    cost.usd += price?.usd ?? 0;
    cost.buzz += price?.buzz ?? 0;
    images += job.n ?? 1;
  }
  return {
    jobs: again.length,
    images,
    cost,
    unpriced,
    notYet,
    apply: () => (typeof place === 'string' ? applyToFolder(place, again) : applyToQueue(place, again)),
  };
}

interface Again extends KeyedJob {
  readonly record: JobRecord;
}

function isMeant({ state, missing = 0 }: JobRecord, what: RetryKind): boolean {
  switch (what) {
    case 'missing':
      return state === 'done' && missing > 0;
    case 'unknown':
    case 'failed':
      return state === what;
    default:
      return what satisfies never;
  }
}

function toRetry(record: JobRecord, what: RetryKind): Again {
  const { attempt = 0, n = 1 } = record.job;
  const job = {
    ...record.job,
    n: what === 'missing' ? (record.missing ?? n) : n,
    retryOf: record.key,
    attempt: attempt + 1,
  };
  return { key: keyOf(record.run, job), job, record };
}

function priceOf({ estimate, job }: JobRecord, images: number): GenerationCost | undefined {
  if (estimate === undefined) return undefined;
  const share = images / (job.n ?? 1);
  const { usd, buzz } = estimate;
  return {
    ...(usd !== undefined && { usd: usd * share }),
    ...(buzz !== undefined && { buzz: buzz * share }),
  };
}

async function applyToFolder(out: string, again: readonly Again[]): Promise<number> {
  const lock = await lockFolder(out, 0);
  try {
    const journal = await openJournal(out);
    try {
      const added = again.filter(({ key }) => journal.stateOf(key) === undefined);
      await Promise.all(
        added.map(({ key, job, record }) =>
          journal.write({ key, state: 'queued', run: record.run, job, at: Date.now() }),
        ),
      );
      return added.length;
    } finally {
      await journal.close();
    }
  } finally {
    await lock.release();
  }
}

async function applyToQueue(queue: Exclude<Place, string>, again: readonly Again[]): Promise<number> {
  return addJobs(engineOf(queue), queue.run, again);
}
