import type { JsonObject } from '@grok-image/core';
import { randomId } from '@grok-image/core/internal';
import type { Engine } from './engine.ts';
import { BulkError } from '../errors/bulk-error.ts';
import type { JobInput } from '../input/job-input.ts';
import type { BulkJob, KeyedJob, StoredJob } from '../job/job.ts';
import { canonical, countRepetitions, keyOf, sha256Of } from '../job/job-key.ts';
import { bucketSources } from '../job/sources.ts';
import { decideRun, parseManifest } from '../journal/manifest.ts';
import { engineOf, prefixOf, spaceOf, type BulkQueue } from './open-queue.ts';

/** Largest job, in bytes, and how many are put into the queue at once. */
const mostBytes = 4096;
const atOnce = 500;

/** For how long a manifest is kept, in milliseconds: ten years. */
const keptMs = 315_360_000_000;

/** How jobs go through a queue: once, and kept when they have ended, so that they are known. */
const jobOptions = { attempts: 1, removeOnComplete: false, removeOnFail: false } as const;

/**
 * Puts a job into a queue, e.g. from a web request: a worker sends it, and `onResult` or `status` tell how it ended. A job
 * that is in there by its key is not put in again.
 *
 * @param options - `key` tells it apart from equal jobs, e.g. the id of an order; without it, each is a job of its own
 * @throws InvalidArgumentError; BulkError for sources without a bucket, or more than 4 KB
 * @example
 * const { key } = await enqueue(queue, { prompt: 'A cat in a tree' }, { key: 'order-17' });
 */
export async function enqueue(
  queue: BulkQueue,
  job: BulkJob,
  options: { readonly key?: string | undefined } = {},
): Promise<{ readonly key: string; readonly isNew: boolean }> {
  const { key: given = randomId() } = options;
  const stored = await bucketSources(queue.bucket, `${queue.name}/`).store(job);
  const key = sha256Of(canonical([keyOf(queue.run, stored), given]));
  const added = await addJobs(engineOf(queue), queue.run, [{ key, job: stored }]);
  return { key, isNew: added === 1 };
}

/** What was put into a queue. */
export interface Enqueued {
  readonly jobs: number;
  readonly added: number;
  /** Those that were in it before. */
  readonly known: number;
  /** Lines that are no jobs, and were passed over. */
  readonly bad: number;
}

/**
 * Puts the jobs of an input into a queue; those that are in it already are let alone, however they have ended.
 *
 * @throws BulkError of reason `input` or `otherRun`, before anything is put in
 */
export async function enqueueAll(
  queue: BulkQueue,
  {
    input,
    flags = {},
    skipBad = false,
  }: {
    readonly input: JobInput;
    /** What changes pictures beside the input: another value than at first is refused. */
    readonly flags?: JsonObject | undefined;
    /** Whether lines that are no jobs are passed over. */
    readonly skipBad?: boolean | undefined;
  },
): Promise<Enqueued> {
  const engine = engineOf(queue);
  if (!skipBad) await refuseBad(input);
  await decideQueueRun(queue, engine, { ...input.flags, ...flags });
  const sources = bucketSources(queue.bucket, prefixOf(queue, queue.run));
  const repetitionOf = countRepetitions();
  const counts = { jobs: 0, added: 0, bad: 0 };
  let some: KeyedJob[] = [];
  const add = async () => {
    counts.added += await addJobs(engine, queue.run, some);
    some = [];
  };
  for await (const read of input) {
    if ('problem' in read) {
      counts.bad++;
      continue;
    }
    const stored = await sources.store(read.job);
    const repetition = repetitionOf(stored);
    const job: StoredJob = { ...stored, line: read.line, ...(repetition > 0 && { repetition }) };
    some.push({ key: keyOf(queue.run, job), job });
    counts.jobs++;
    if (some.length === atOnce) await add();
  }
  await add();
  return { ...counts, known: counts.jobs - counts.added };
}

/** @returns how many of them were not in the queue before */
export async function addJobs(engine: Engine, run: string, jobs: readonly KeyedJob[]): Promise<number> {
  if (jobs.length === 0) return 0;
  for (const { key, job } of jobs) {
    const bytes = Buffer.byteLength(JSON.stringify(job));
    if (bytes > mostBytes) {
      throw new BulkError('input', {
        message: `Failed to put job ${key.slice(0, 8)} into the queue: it has ${bytes} bytes, and a job has at most ${mostBytes}. Shorten its prompt, and give sources as files or addresses.`,
      });
    }
  }
  const known = await Promise.all(jobs.map(({ key }) => engine.queue.getJob(key)));
  await engine.queue.addBulk(
    jobs.map(({ key, job }) => ({ name: run, data: job, opts: { ...jobOptions, jobId: key } })),
  );
  return known.filter(job => job === undefined).length;
}

async function refuseBad(input: JobInput): Promise<void> {
  const problems: string[] = [];
  let bad = 0;
  for await (const read of input) {
    if (!('problem' in read)) continue;
    bad++;
    if (problems.length < 100) problems.push(read.problem);
  }
  if (bad === 0) return;
  throw new BulkError('input', {
    message: `Failed to read the jobs: ${bad} lines are none. ${problems.slice(0, 3).join(' ')} Mend them, or go on without them (--skip-bad). Nothing was put into the queue.`,
    problems,
  });
}

/** The manifest of a run stands in the ledger beside its jobs. */
async function decideQueueRun(queue: BulkQueue, { ledger }: Engine, flags: JsonObject): Promise<void> {
  const key = `${spaceOf(queue, queue.run)}manifest`;
  const token = randomId();
  const claim = await ledger.claim({ key, hash: 'manifest', token, leaseMs: 60_000 });
  const note = claim.isOurs ? undefined : claim.record.note;
  const before = note === undefined ? undefined : parseManifest(note);
  const manifest = decideRun(before, { run: queue.run, flags, isNew: false });
  if (claim.isOurs) {
    await ledger.advance({ key, token, state: 'done', note: JSON.stringify(manifest), forMs: keptMs });
  }
}
