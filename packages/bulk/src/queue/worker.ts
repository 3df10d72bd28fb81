import { hostname } from 'node:os';
import { invalidArgumentInWords, wait } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import { isAbort } from '@grok-image/middleware/internal';
import type { SendingOptions } from '../folder/options.ts';
import { storedJobSchema, type JobRecord } from '../job/record.ts';
import { runJob } from '../run/run-job.ts';
import type { Ran } from '../run/work.ts';
import type { QueuedJob } from './engine.ts';
import { serveHealth, type HealthServer, type WorkerHealth } from './health.ts';
import { engineOf, type BulkQueue } from './open-queue.ts';
import { createWorkOf } from './work-of-run.ts';

/** How a worker works. */
export interface WorkerOptions extends SendingOptions {
  readonly queue: BulkQueue;
  /** Jobs that are worked on at once; default 16, and 500 with batches, which only wait. */
  readonly concurrency?: number | undefined;
  /** How long what is under way may take when the worker is closed, in milliseconds; default 60,000. */
  readonly graceMs?: number | undefined;
  /** Port of `/healthz` and `/metrics`; 0 takes a free one. */
  readonly healthPort?: number | undefined;
  /** Milliseconds without a sign of life after which another worker goes on with a job; default 30,000. */
  readonly leaseMs?: number | undefined;
}

/** A process that works on the jobs of a queue. */
export interface BulkWorker {
  /** Address of its health, where a port was given. */
  readonly healthUrl: string | undefined;
  health(): Promise<WorkerHealth>;
  /**
   * Takes no more jobs, lets what is under way end within the grace, and hands the rest over to other workers, which look for
   * what was paid.
   */
  close(graceMs?: number): Promise<void>;
}

const usualConcurrency = 16;
const batchConcurrency = 500;
const usualGraceMs = 60_000;
const usualLeaseMs = 30_000;

/** After how long a server that does not answer is away, in milliseconds. */
const longestPingMs = 1000;

/** After how long a job is taken again, in milliseconds: one that waits for its service, and one whose run was stopped. */
const againMs = 5000;
const stoppedMs = 60_000;

/**
 * Works on the jobs of a queue until it is closed, together with any number of others. Each job is sent once: a job whose
 * worker died is looked for by its route, and never sent blindly.
 *
 * @throws InvalidArgumentError where the queue has no bucket
 * @example
 * const worker = await createWorker({ queue, model: id => grok.image(id ?? 'grok-imagine-image') });
 * process.once('SIGTERM', () => void worker.close());
 */
export async function createWorker(options: WorkerOptions): Promise<BulkWorker> {
  const { queue, batch = false, graceMs: usualGrace = usualGraceMs, leaseMs = usualLeaseMs } = options;
  const { bucket } = queue;
  if (bucket === undefined) {
    throw invalidArgumentInWords(
      'bucket of the queue',
      'none',
      'a bucket that every machine reaches, as pictures go there',
    );
  }
  const engine = engineOf(queue);
  const counts = { done: 0, refused: 0, failed: 0, unknown: 0, images: 0, usd: 0, buzz: 0, active: 0 };
  const breakOff = new AbortController();
  let isClosing = false;
  const works = createWorkOf({ ...options, bucket }, engine, {
    leaseMs,
    abortSignal: breakOff.signal,
    isClosing: () => isClosing,
  });

  function tellWarning(error: unknown): void {
    options.onEvent?.({ type: 'warning', message: messageOf(error) });
  }

  async function process(job: QueuedJob, token: string | undefined): Promise<unknown> {
    counts.active++;
    try {
      const ran = await run(job);
      if (ran.kind === 'final') return end(ran.record);
      const isStopped = ran.kind === 'unsent' && ran.isStopped && !isClosing;
      const reason = ran.kind === 'unsent' ? ran.reason : (ran.record.error ?? 'It is under way.');
      await job.updateProgress({ reason, isStopped });
      await job.moveToDelayed(Date.now() + (isClosing ? 1 : isStopped ? stoppedMs : againMs), token);
    } catch (error) {
      // Nobody takes a job again that has failed. One that is left as it stands is handed over when its lease is over.
      tellWarning(error);
    } finally {
      counts.active--;
    }
    throw engine.delayed();
  }

  async function run(job: QueuedJob): Promise<Ran> {
    const { id: key = '', name, data } = job;
    try {
      return await runJob({ key, job: storedJobSchema.parse(data) }, works.workOf(name));
    } catch (error) {
      // Its record tells how far it is: whoever takes it next goes on from there.
      if (!isAbort(error, breakOff.signal)) tellWarning(error);
      return { kind: 'unsent', reason: messageOf(error), isStopped: false };
    }
  }

  function end(record: JobRecord): JobRecord {
    const { state, images = [], cost } = record;
    if (state === 'done' || state === 'refused' || state === 'failed' || state === 'unknown') counts[state]++;
    counts.images += images.length;
    counts.usd += cost?.usd ?? 0;
    counts.buzz += cost?.buzz ?? 0;
    options.onEvent?.({ type: 'result', record });
    return record;
  }

  const worker = await engine.work(process, {
    concurrency: options.concurrency ?? (batch ? batchConcurrency : usualConcurrency),
    lockDuration: leaseMs,
    stalledInterval: leaseMs,
    // To hand a job to somebody else is how it is recovered, however often.
    maxStalledCount: 1e9,
    runRetryDelay: 1000,
    drainDelay: 1,
    onError: tellWarning,
  });

  async function health(): Promise<WorkerHealth> {
    const { active, ...ended } = counts;
    const isServerThere = await Promise.race([
      engine.ping().then(
        () => true,
        () => false,
      ),
      wait(longestPingMs, undefined).then(() => false),
    ]);
    return { host: hostname(), server: queue.server, isServerThere, isClosing, active, ...ended };
  }

  let server: HealthServer | undefined;
  if (options.healthPort !== undefined) server = await serveHealth(options.healthPort, health);
  let closing: Promise<void> | undefined;

  async function close(graceMs: number): Promise<void> {
    isClosing = true;
    const timer = setTimeout(() => breakOff.abort(new HandedOver('The worker is closed.')), graceMs);
    await worker.close();
    clearTimeout(timer);
    works.close();
    await server?.close();
  }

  return {
    healthUrl: server?.url,
    health,
    close(graceMs = usualGrace) {
      closing ??= close(graceMs);
      return closing;
    },
  };
}

/** What a worker has not ended is gone on with by another one. */
class HandedOver extends Error {
  override name = 'AbortError';
}
