import { createWorker, jobsOf, runBulk } from '@grok-image/bulk';
import { jobsOfTask, type Task } from './task.ts';
import { bucketOf, modelOf, queueOf } from './tools.ts';

// One process of a scenario: a worker of a queue until it is ended, or a run over a folder.

const task: Task = JSON.parse(process.argv[2] ?? '{}');
const { route, concurrency, leaseMs, rate, bucketWaitMs, out, jobs = 0 } = task;
const shared = {
  model: modelOf(task),
  rate: rate ?? (false as const),
  concurrency,
  bucketWaitMs,
  batch: route === 'batch',
  sync: route === 'plain',
};

if (task.engine === 'folder') {
  const { done, unknown } = await runBulk({
    ...shared,
    out,
    input: jobsOf(jobsOfTask(jobs)),
    bucket: route === 'bucket' ? bucketOf(task) : undefined,
    onEvent(event) {
      if (event.type === 'start') process.stdout.write('ready\n');
      if (event.type === 'result') process.stdout.write('result\n');
    },
  });
  process.stdout.write(`${JSON.stringify({ done, unknown })}\n`);
} else {
  const queue = await queueOf(task);
  const worker = await createWorker({ ...shared, queue, leaseMs, graceMs: 20_000 });
  process.stdout.write('ready\n');
  process.once('SIGTERM', () => {
    void worker
      .close()
      .then(() => queue.close())
      .then(() => process.exit(0));
  });
}
