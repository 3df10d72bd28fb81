import { invalidArgumentInWords, type Resume } from '@grok-image/core';
import type { ImageModelLike } from '@grok-image/middleware';
import { portOf } from '@grok-image/middleware/internal';
import { sha256Of } from '../job/job-key.ts';
import { isUnderWay, type JobRecord } from '../job/record.ts';
import { createCounter, type BulkSummary } from '../report/summary.ts';
import { createPool } from '../run/pool.ts';
import { runJob } from '../run/run-job.ts';
import type { BulkRunOptions } from './options.ts';
import { openSession } from './session.ts';

const atOnce = 16;

/**
 * Finishes what a folder has paid for and not stored, of whichever run: after a process died, or a service was away. Nothing
 * is sent that was not sent before.
 *
 * @throws BulkError where the folder is worked on; the abort reason
 * @example
 * await collectFolder({ out: 'images', model: grok.image('grok-imagine-image') });
 */
export async function collectFolder(
  options: Pick<
    BulkRunOptions,
    'out' | 'model' | 'bucket' | 'batch' | 'abortSignal' | 'onEvent' | 'lockWaitMs'
  >,
): Promise<BulkSummary> {
  const session = await openSession({ ...options, adHoc: true });
  try {
    const counter = createCounter();
    const pool = createPool(atOnce);
    let jobs = 0;
    for await (const record of session.journal.records()) {
      if (!isUnderWay(record)) continue;
      jobs++;
      await pool.begin(async () => {
        const ran = await runJob(record, session.work);
        if (ran.kind === 'unsent') counter.addUnsent(ran.reason);
        else {
          counter.add(ran.record, true);
          session.tell({ type: 'result', record: ran.record });
        }
      });
    }
    await pool.drained();
    return counter.summary({ run: session.run, jobs });
  } finally {
    await session.close();
  }
}

/** What was paid for before, and where its images go. */
export interface CollectOptions extends Pick<
  BulkRunOptions,
  'out' | 'bucket' | 'sidecars' | 'abortSignal' | 'lockWaitMs'
> {
  readonly model: ImageModelLike;
  /** Id of a job or workflow, as `resume` of an error or a record tells it, or as a text of the kind that the model takes first. */
  readonly resume: Resume | string;
  /** Images that it was asked for, default 1. */
  readonly n?: number | undefined;
  /** Of the files, without extension; default by the id. */
  readonly name?: string | undefined;
}

/**
 * Puts the images of one job or workflow into a folder that were paid before. Pays nothing.
 *
 * @throws InvalidArgumentError where nothing collects requests of the model; BulkError; the abort reason
 * @example
 * const { state, images } = await collect({ out: 'images', model, resume: 'job-17' });
 */
export async function collect(options: CollectOptions): Promise<JobRecord> {
  const { model, n = 1, name } = options;
  const resume = toResume(model, options.resume);
  const session = await openSession({ ...options, adHoc: true, run: 'collected' });
  try {
    const id = Object.values(resume).join('');
    const key = sha256Of(`collected ${JSON.stringify(resume)}`);
    const before = session.journal.stateOf(key);
    if (before === undefined || before === 'unknown' || before === 'failed') {
      const job = { prompt: `Collected: ${id}`, n, name: name ?? `collected-${key.slice(0, 8)}` };
      await session.journal.write({
        key,
        state: 'submitted',
        run: session.run,
        job,
        route: 'deferred',
        modelId: model.modelId,
        at: Date.now(),
        resume,
      });
    }
    const ran = await runJob({ key, job: { n } }, session.work);
    if (ran.kind === 'unsent') throw new TypeError(`What is collected is not sent: ${ran.reason}`);
    return ran.record;
  } finally {
    await session.close();
  }
}

function toResume(model: ImageModelLike, given: Resume | string): Resume {
  const kinds = portOf(model)?.capabilities.resumesBy ?? [];
  const [kind] = typeof given === 'string' ? kinds : kinds.filter(one => one in given);
  if (kind === undefined) {
    throw invalidArgumentInWords(
      'resume',
      typeof given === 'string' ? `'${given}'` : JSON.stringify(given),
      kinds.length === 0
        ? `another model, as nothing collects requests of ${model.modelId}`
        : kinds.join(' or '),
    );
  }
  if (typeof given !== 'string') return given;
  switch (kind) {
    case 'jobId':
      return { jobId: given };
    case 'workflowId':
      return { workflowId: given };
    case 'externalId':
      return { externalId: given };
    default:
      return kind satisfies never;
  }
}
