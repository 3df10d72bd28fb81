import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorker, enqueueAll, jobsOf, runBulk, waitForAll, type BulkEvent } from '@grok-image/bulk';
import { folderBlobs } from '@grok-image/middleware/folder';
import { toParams } from '../../production/call.ts';
import { createPool } from '../../../packages/bulk/src/run/pool.ts';
import { jobsOfTask, type Task } from './task.ts';
import { modelOf, queueOf } from './tools.ts';

// Many jobs in one process: a run over a folder, a worker of a queue, or the same calls in a plain loop. Tells what it took.

const task: Task = JSON.parse(process.argv[2] ?? '{}');
const how = process.argv[3];
const { out, jobs = 0 } = task;
const model = modelOf(task);
const concurrency = 64;

let ended = 0;
let peak = 0;
let halfPeak = 0;
const startedAt = performance.now();
const before = process.cpuUsage();
const look = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
  if (ended <= jobs / 2) halfPeak = peak;
}, 100);
const done = await run();
clearInterval(look);
const { user, system } = process.cpuUsage(before);
const report = {
  done,
  cpuMs: (user + system) / 1000,
  ms: performance.now() - startedAt,
  peakMb: peak / 2 ** 20,
  halfMb: halfPeak / 2 ** 20,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(0);

async function run(): Promise<number> {
  if (how === 'plain') return runPlain();
  const shared = { model, rate: false as const, concurrency, sync: true, onEvent: count };
  if (how === 'folder') return (await runBulk({ ...shared, out, input: jobsOf(jobsOfTask(jobs)) })).done;
  const queue = await queueOf(task, folderBlobs(out));
  await enqueueAll(queue, { input: jobsOf(jobsOfTask(jobs)) });
  const worker = await createWorker({ ...shared, queue });
  const { done: all } = await waitForAll(queue);
  await worker.close();
  return all;
}

function count({ type }: Pick<BulkEvent, 'type'>): void {
  if (type === 'result') ended++;
}

/** The same calls, and the same files. */
async function runPlain(): Promise<number> {
  await mkdir(out, { recursive: true });
  const pool = createPool(concurrency);
  for (const [index, { prompt }] of jobsOfTask(jobs).entries()) {
    await pool.begin(async () => {
      const result = Object(await model.doGenerate(toParams(prompt)));
      await writeFile(join(out, `${index}.jpg`), result.images[0], { flush: true });
      await writeFile(join(out, `${index}.jpg.json`), JSON.stringify({ prompt, ...result.providerMetadata }));
      count({ type: 'result' });
    });
  }
  await pool.drained();
  return ended;
}
