import type { GenerationCost } from '@grok-image/core';
import { isUnderWay, type JobRecord } from '../job/record.ts';

/** Sums of money, in the currencies of the services. */
export interface Sums {
  readonly usd: number;
  readonly buzz: number;
}

/** How far a run is. */
export interface BulkSummary {
  readonly run: string;
  /** Jobs that are known: lines, and what was retried. */
  readonly jobs: number;
  /** Those that brought pictures, some of them fewer than asked. */
  readonly done: number;
  readonly partial: number;
  readonly refused: number;
  readonly failed: number;
  /** May be paid, and nobody knows. */
  readonly unknown: number;
  /** Paid or under way, and to be gone on with. */
  readonly running: number;
  /** Not sent. */
  readonly unsent: number;
  /** Lines that are none. */
  readonly bad: number;
  readonly images: number;
  /** Images that were asked for and did not come. */
  readonly missing: number;
  readonly cost: Sums;
  /** What unknown jobs may have cost. */
  readonly mayHaveCost: Sums;
  /** Of this process. */
  readonly elapsedMs: number;
  readonly imagesPerMinute: number;
  /** Milliseconds that the rest takes at this pace; absent as long as there is none. */
  readonly msLeft?: number | undefined;
  /** Why nothing more was sent. */
  readonly stopped?: string | undefined;
  /** Why images are missing, the most frequent reasons first, at most twenty. */
  readonly why: Readonly<Record<string, number>>;
  /** Paths of what was written at the end. */
  readonly report?: string | undefined;
  readonly contactSheet?: string | undefined;
}

/** Counts jobs as they end. */
export interface Counter {
  /** @param isOurs - whether it ended in this process, which tells how fast it is */
  add(record: JobRecord, isOurs: boolean): void;
  /** Counts a job otherwise than before. */
  replace(before: JobRecord, now: JobRecord): void;
  addUnsent(reason: string): void;
  addBad(): void;
  summary(about: {
    readonly run: string;
    readonly jobs: number;
    readonly stopped?: string | undefined;
  }): BulkSummary;
}

/** Most reasons that are told apart: services may put an id into each. */
const mostReasons = 1000;
const shownReasons = 20;

export function createCounter(startedAt: number = performance.now()): Counter {
  const counts = { done: 0, partial: 0, refused: 0, failed: 0, unknown: 0, running: 0, unsent: 0, bad: 0 };
  const cost = { usd: 0, buzz: 0 };
  const mayHaveCost = { usd: 0, buzz: 0 };
  const reasons = new Map<string, number>();
  /** Those that may be asked for again. */
  const lacking = new Map<string, JobRecord>();
  let superseded = 0;
  let images = 0;
  let missing = 0;
  let ownImages = 0;
  let ownJobs = 0;

  const tell = (reason = 'It is not known why.', by = 1) => {
    const shown = reasons.has(reason) || reasons.size < mostReasons ? reason : 'other reasons';
    const told = (reasons.get(shown) ?? 0) + by;
    if (told > 0) reasons.set(shown, told);
    else reasons.delete(shown);
  };

  /** @param by - 1 to count it, -1 to take it back */
  function count(record: JobRecord, by: 1 | -1): void {
    const { state, error, missing: short = 0 } = record;
    if (state === 'done' || state === 'refused' || state === 'failed' || state === 'unknown')
      counts[state] += by;
    else if (isUnderWay(record)) counts.running += by;
    else counts.unsent += by;
    images += by * (record.images?.length ?? 0);
    missing += by * short;
    if (state === 'done' && short > 0) counts.partial += by;
    if (state !== 'done' || short > 0) tell(error, by);
    if (state === 'unknown') addTo(mayHaveCost, by, record.estimate);
    else addTo(cost, by, record.cost);
  }

  /** What was asked for again has ended in another way, but for what may be paid. */
  function supersede(key: string): void {
    const before = lacking.get(key);
    if (before === undefined || before.state === 'unknown') return;
    lacking.delete(key);
    count(before, -1);
    if (before.state === 'done') count({ ...before, missing: 0 }, 1);
    else superseded++;
  }

  return {
    add(record, isOurs) {
      count(record, 1);
      const { key, job } = record;
      if (job.retryOf !== undefined) supersede(job.retryOf);
      if (record.state === 'failed' || (record.missing ?? 0) > 0) lacking.set(key, record);
      if (!isOurs) return;
      ownJobs++;
      ownImages += record.images?.length ?? 0;
    },
    replace(before, now) {
      count(before, -1);
      count(now, 1);
    },
    addUnsent(reason) {
      counts.unsent++;
      tell(reason);
    },
    addBad() {
      counts.bad++;
    },
    summary({ run, jobs: known, stopped }) {
      const jobs = known - superseded;
      const elapsedMs = performance.now() - startedAt;
      const ended = counts.done + counts.refused + counts.failed + counts.unknown;
      const left = Math.max(0, jobs - ended);
      const top = [...reasons].toSorted(([, a], [, b]) => b - a).slice(0, shownReasons);
      return {
        run,
        jobs,
        ...counts,
        images,
        missing,
        cost: rounded(cost),
        mayHaveCost: rounded(mayHaveCost),
        elapsedMs,
        imagesPerMinute: elapsedMs > 0 ? (ownImages / elapsedMs) * 60_000 : 0,
        ...(ownJobs > 0 && left > 0 && { msLeft: (elapsedMs / ownJobs) * left }),
        ...(stopped !== undefined && { stopped }),
        why: Object.fromEntries(top),
      };
    },
  };
}

/** A summary of records that somebody else has written. */
export async function summarize(run: string, records: AsyncIterable<JobRecord>): Promise<BulkSummary> {
  const counter = createCounter();
  let jobs = 0;
  for await (const record of records) {
    jobs++;
    counter.add(record, false);
  }
  return counter.summary({ run, jobs });
}

function addTo(
  sums: { usd: number; buzz: number },
  by: number,
  { usd = 0, buzz = 0 }: GenerationCost = {},
): void {
  sums.usd += by * usd;
  sums.buzz += by * buzz;
}

/** Sums of fractions, without what only binary fractions add. */
function rounded({ usd, buzz }: Sums): Sums {
  return { usd: Math.round(usd * 1e10) / 1e10, buzz: Math.round(buzz * 1000) / 1000 };
}
