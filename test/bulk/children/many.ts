import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorker, enqueueAll, jobsOf, runBulk, waitForAll } from '@grok-image/bulk';
import { memoryBlobs } from '@grok-image/middleware';
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

const startedAt = performance.now();
const before = process.cpuUsage();
let peak = 0;
const look = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 100);
const done = await run();
clearInterval(look);
const { user, system } = process.cpuUsage(before);
const report = {
  done,
  cpuMs: (user + system) / 1000,
  ms: performance.now() - startedAt,
  peakMb: peak / 2 ** 20,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(0);

async function run(): Promise<number> {
  if (how === 'plain') return runPlain();
  const shared = { model, rate: false as const, concurrency, sync: true };
  if (how === 'folder') return (await runBulk({ ...shared, out, input: jobsOf(jobsOfTask(jobs)) })).done;
  const queue = await queueOf(task, memoryBlobs());
  await enqueueAll(queue, { input: jobsOf(jobsOfTask(jobs)) });
  const worker = await createWorker({ ...shared, queue });
  const { done: count } = await waitForAll(queue);
  await worker.close();
  return count;
}

/** The same calls, and the same files. */
async function runPlain(): Promise<number> {
  await mkdir(out, { recursive: true });
  const pool = createPool(concurrency);
  let count = 0;
  for (const [index, { prompt }] of jobsOfTask(jobs).entries()) {
    await pool.begin(async () => {
      const result = Object(await model.doGenerate(toParams(prompt)));
      await writeFile(join(out, `${index}.jpg`), result.images[0], { flush: true });
      await writeFile(join(out, `${index}.jpg.json`), JSON.stringify({ prompt, ...result.providerMetadata }));
      count++;
    });
  }
  await pool.drained();
  return count;
}
