import { wait } from '@grok-image/core';
import { backoffMs } from '@grok-image/core/internal';
import { checkInput, refuseBad, type CheckedInput } from '../input/check-input.ts';
import type { KeyedJob } from '../job/job.ts';
import { countRepetitions, keyOf } from '../job/job-key.ts';
import { isFinal, isUnderWay, type JobRecord } from '../job/record.ts';
import { createCounter, type BulkSummary, type Counter } from '../report/summary.ts';
import { writeReport } from '../report/write-report.ts';
import { guaranteeOf } from '../route/choose.ts';
import { createPool, type Pool } from '../run/pool.ts';
import { lookAgain, runJob } from '../run/run-job.ts';
import type { Ran } from '../run/work.ts';
import type { BulkRunOptions } from './options.ts';
import { openSession, type Session } from './session.ts';

const usualConcurrency = 64;

/** How often a job is begun again in one run that could not be sent, or whose service does not answer. */
const mostAttempts = 4;

/** Least time between two events of progress, in milliseconds. */
const progressMs = 200;

/**
 * Makes the images of many jobs in one process, and goes on where an earlier one has ended, whichever way: what was sent is
 * looked for and never sent blindly, and what has ended is let alone. At its end it writes `report.jsonl` and `index.html`.
 *
 * @throws BulkError before anything is sent: for lines that are no jobs, a folder that another process works in, flags of
 * another run; and where it can be written down no more what is paid. The abort reason; LoadAPIKeyError
 * @example
 * const input = await readJobs({ from: 'prompts.csv' });
 * const { done, unknown, cost } = await runBulk({ out: 'images', model: grok.image('grok-imagine-image'), input });
 */
export async function runBulk(options: BulkRunOptions): Promise<BulkSummary> {
  const session = await openSession(options);
  try {
    return await runSession(session, options);
  } finally {
    await session.close();
  }
}

/** @throws as `runBulk` */
export async function runSession(session: Session, options: BulkRunOptions): Promise<BulkSummary> {
  const { work, sources } = session;
  const checked = await checkInput(options.input, {
    ...work,
    modelOf: async id => work.modelOf(id),
    sources,
  });
  if (options.skipBad !== true) refuseBad(checked);
  for (const message of checked.problems) session.tell({ type: 'warning', message });
  return runAll(session, options, checked);
}

/** One go over all that a folder has to do. */
interface Round {
  readonly session: Session;
  readonly counter: Counter;
  readonly pool: Pool;
  jobs: number;
}

async function runAll(
  session: Session,
  options: BulkRunOptions,
  checked: CheckedInput,
): Promise<BulkSummary> {
  const { run, journal, work, tell } = session;
  const counter = createCounter();
  for (let count = 0; count < checked.bad; count++) counter.addBad();
  const round: Round = {
    session,
    counter,
    pool: createPool(options.concurrency ?? usualConcurrency),
    jobs: 0,
  };
  const open: KeyedJob[] = [];
  let known = 0;
  for await (const record of journal.records()) {
    if (record.run !== run) continue;
    if (isFinal(record)) {
      known++;
      counter.add(record, false);
    } else if (isUnderWay(record) || record.job.retryOf !== undefined) open.push(record);
  }
  round.jobs = known + open.length;
  tell({
    type: 'start',
    run,
    jobs: checked.jobs,
    known,
    guarantees: checked.routes.map(({ route, modelId }) => guaranteeOf(route, modelId, 'journal')),
    cost: checked.cost,
  });
  for (const job of open) await round.pool.begin(() => runOne(job, round));
  const taken = new Set(open.map(({ key }) => key));
  for await (const job of keyedJobs(session, options, checked.badLines)) {
    const state = journal.stateOf(job.key);
    if (taken.has(job.key) || (state !== undefined && isFinal({ state }))) continue;
    round.jobs++;
    const stopped = work.stopReason();
    if (stopped === undefined) await round.pool.begin(() => runOne(job, round));
    else counter.addUnsent(stopped);
  }
  await round.pool.drained();
  for await (const record of records(session)) {
    const found = await lookAgain(record, work);
    if (found === undefined) continue;
    counter.replace(record, found);
    tell({ type: 'result', record: found });
  }
  const summary = counter.summary({ run, jobs: round.jobs, stopped: work.stopReason() });
  // Nobody asked a single call for a page, and the folder may have one of its own.
  const written = options.adHoc ? {} : await writeReport(options.out, records(session), summary);
  const whole = { ...summary, ...written };
  tell({ type: 'progress', summary: whole });
  return whole;
}

/** The records of this run. */
async function* records({ journal, run }: Session): AsyncGenerator<JobRecord> {
  for await (const record of journal.records()) if (record.run === run) yield record;
}

async function* keyedJobs(
  { sources, run }: Session,
  { input }: BulkRunOptions,
  badLines: ReadonlySet<number>,
): AsyncGenerator<KeyedJob> {
  const repetitionOf = countRepetitions();
  for await (const read of input) {
    if ('problem' in read || badLines.has(read.line)) continue;
    const stored = await sources.store(read.job);
    const repetition = repetitionOf(stored);
    const job = { ...stored, line: read.line, ...(repetition > 0 && { repetition }) };
    yield { key: keyOf(run, job), job };
  }
}

/** Brings a job to its end, as far as that is possible in this run. */
async function runOne(job: KeyedJob, { session, counter, jobs }: Round): Promise<void> {
  const { work, tell } = session;
  let ran: Ran;
  for (let attempt = 1; ; attempt++) {
    ran = await runJob(job, work);
    const isOver = ran.kind === 'final' || attempt >= mostAttempts || work.stopReason() !== undefined;
    if (isOver) break;
    await wait(backoffMs(attempt, 1000), work.abortSignal);
  }
  if (ran.kind === 'unsent') counter.addUnsent(ran.reason);
  else {
    counter.add(ran.record, true);
    tell({ type: 'result', record: ran.record });
  }
  tellProgress(session, counter, jobs);
}

const toldAt = new WeakMap<Session, number>();

function tellProgress(session: Session, counter: Counter, jobs: number): void {
  const now = performance.now();
  if (now - (toldAt.get(session) ?? 0) < progressMs) return;
  toldAt.set(session, now);
  const { run, work, tell } = session;
  tell({ type: 'progress', summary: counter.summary({ run, jobs, stopped: work.stopReason() }) });
}
