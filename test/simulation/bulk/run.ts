import { memoryBlobs } from '@grok-image/middleware';
import { createSession } from '../../../packages/bulk/src/folder/session.ts';
import type { BulkRunOptions, SendingOptions } from '../../../packages/bulk/src/folder/options.ts';
import { runSession } from '../../../packages/bulk/src/folder/run-bulk.ts';
import { jobsOf } from '../../../packages/bulk/src/input/job-input.ts';
import type { BulkJob } from '../../../packages/bulk/src/job/job.ts';
import { isFinal, parseRecord, type JobRecord } from '../../../packages/bulk/src/job/record.ts';
import { createJournal } from '../../../packages/bulk/src/journal/journal.ts';
import { enqueueAll } from '../../../packages/bulk/src/queue/enqueue.ts';
import { readRecord } from '../../../packages/bulk/src/queue/ledger-records.ts';
import { createQueue, spaceOf } from '../../../packages/bulk/src/queue/open-queue.ts';
import { settled } from '../../../packages/bulk/src/queue/queue-records.ts';
import { createWorker, type BulkWorker } from '../../../packages/bulk/src/queue/worker.ts';
import type { BulkScript } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { Life } from './life.ts';
import { VirtualFile } from './virtual-file.ts';
import { VirtualQueue } from './virtual-queue.ts';

/** What a run needs of its play. */
export interface RunPlan {
  readonly script: BulkScript;
  readonly time: VirtualTime;
  readonly jobs: readonly BulkJob[];
  /** How a process sends. */
  readonly sendingBy: (life: Life) => SendingOptions;
  /** Ends what passes on the network: the process that comes last has fair weather. */
  readonly makeFair: () => void;
}

/** What a run has left. */
export interface RunEnd {
  readonly records: readonly JobRecord[];
  readonly blobs: ReturnType<typeof memoryBlobs>;
}

const run = '1';
const atOnce = 2;
const leaseMs = 30_000;

/** Between the death of a process and the next one, in milliseconds. */
const pauseMs = 1000;

/** Between two looks at what is left of a queue, in milliseconds. */
const lookMs = 10_000;

/** For how long processes go on that something may happen to, and at most the one after them. */
const busyMs = 5 * 60_000;
const lastMs = 20 * 60_000;

/** Runs jobs in processes that die and stand still, and in a last one that does not. */
export function playRun(plan: RunPlan): Promise<RunEnd> {
  return plan.script.engine === 'folder' ? playFolder(plan) : playQueue(plan);
}

async function playFolder({ script, time, jobs, sendingBy, makeFair }: RunPlan): Promise<RunEnd> {
  const file = new VirtualFile();
  const blobs = memoryBlobs();
  const openJournal = (life: Life) =>
    createJournal(file.openBy(life), { path: 'journal.jsonl', freeReserve: async () => {} });
  const runIn = async (life: Life): Promise<void> => {
    const options: BulkRunOptions = {
      ...sendingBy(life),
      out: 'virtual',
      input: jobsOf(jobs),
      concurrency: atOnce,
      bucket: life.reach(blobs),
      adHoc: true,
    };
    const lock = { check: async () => {}, release: async () => {} };
    const session = await createSession(options, { run, journal: await openJournal(life), lock });
    await runSession(session, options);
    await session.close();
  };
  for (const lifeScript of script.lives) {
    // There is one runner, and it is there until it ends.
    const life = new Life(time, { diesAt: lifeScript.diesAt });
    const isOver = await Promise.race([
      runIn(life).then(() => true),
      life.death.then(() => false),
      time.sleep(busyMs).then(() => false),
    ]);
    life.kill();
    if (!isOver && script.machine) file.loseHalf();
    await time.sleep(pauseMs);
  }
  makeFair();
  const readAll = async () => {
    const found: JobRecord[] = [];
    for await (const record of (await openJournal(new Life(time))).records()) found.push(record);
    return found;
  };
  const last = new Life(time);
  // The same command goes on from there, as often as it is given.
  for (const until = time.now() + lastMs; time.now() < until;) {
    await Promise.race([runIn(last), time.sleep(lastMs)]);
    const ended = (await readAll()).filter(isFinal);
    if (ended.length === jobs.length) break;
    await time.sleep(pauseMs);
  }
  last.kill();
  return { records: await readAll(), blobs };
}

async function playQueue({ script, time, jobs, sendingBy, makeFair }: RunPlan): Promise<RunEnd> {
  const server = new VirtualQueue(time);
  const blobs = memoryBlobs();
  const openQueue = (life: Life) =>
    createQueue(server.engineOf(life), { name: 'play', run, bucket: life.reach(blobs) });
  await enqueueAll(openQueue(new Life(time)), { input: jobsOf(jobs) });
  const workers: { readonly life: Life; readonly worker: BulkWorker }[] = [];
  const work = async (life: Life) => {
    const worker = await createWorker({
      ...sendingBy(life),
      queue: openQueue(life),
      concurrency: atOnce,
      leaseMs,
    });
    workers.push({ life, worker });
  };
  const untilEmpty = async (withinMs: number) => {
    for (const until = time.now() + withinMs; !server.isEmpty && time.now() < until;)
      await time.sleep(lookMs);
  };
  for (const lifeScript of script.lives) await work(new Life(time, lifeScript));
  await untilEmpty(busyMs);
  makeFair();
  await work(new Life(time));
  await untilEmpty(lastMs);
  // One that stands still wakes, and what it comes with then counts.
  const closed = Promise.all(workers.map(({ life, worker }) => Promise.race([worker.close(), life.death])));
  await Promise.race([closed, time.sleep(lastMs)]);
  const records = await Promise.all(
    server.keys.map(async key => {
      const record = await readRecord(server.ledger, spaceOf({ name: 'play' }, run), key);
      return settled(record, parseRecord(JSON.stringify(server.toldOf(key) ?? null)));
    }),
  );
  return { records: records.filter(record => record !== undefined), blobs };
}
