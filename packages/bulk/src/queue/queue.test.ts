import { memoryBlobs } from '@grok-image/middleware';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startPostgres, startRedis, type TestServer } from '../../../middleware/src/stores/test/servers.ts';
import { jobsOf } from '../input/job-input.ts';
import type { JobRecord } from '../job/record.ts';
import { records, status, writeReport } from '../place/records.ts';
import { retry } from '../place/retry.ts';
import { makeFolder } from '../test/folder.ts';
import { startService } from '../test/service.ts';
import { enqueue, enqueueAll } from './enqueue.ts';
import { onResult, waitForAll } from './on-result.ts';
import { openQueue, type BulkQueue } from './open-queue.ts';
import { createWorker, type WorkerOptions } from './worker.ts';

const cats = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ prompt: `A cat, number ${index}` }));

async function work(options: Pick<WorkerOptions, 'queue' | 'model'> & Partial<WorkerOptions>) {
  const worker = await createWorker({ rate: false, leaseMs: 2000, ...options });
  onTestFinished(() => worker.close(0));
  return worker;
}

describe.each(['redis', 'postgres'] as const)('a queue in %s', kind => {
  let server: TestServer;
  let number = 0;

  beforeAll(async () => {
    server = kind === 'redis' ? await startRedis() : await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  async function open(run = `${++number}`): Promise<BulkQueue> {
    const queue = await openQueue({
      [kind]: server.url,
      run,
      name: `queue-${number}`,
      bucket: memoryBlobs(),
    });
    onTestFinished(() => queue.close());
    return queue;
  }

  test('has its jobs done by any number of workers, each once', async () => {
    const { emulator, grok } = await startService();
    const queue = await open();
    const input = jobsOf([...cats(9), { prompt: 'A cat #refuse' }]);
    expect(await enqueueAll(queue, { input })).toEqual({ jobs: 10, added: 10, known: 0, bad: 0 });
    expect(await enqueueAll(queue, { input })).toEqual({ jobs: 10, added: 0, known: 10, bad: 0 });
    const heard: JobRecord[] = [];
    const stop = await onResult(queue, record => heard.push(record));
    await Promise.all([work({ queue, model: grok }), work({ queue, model: grok })]);
    expect(await waitForAll(queue)).toMatchObject({ jobs: 10, done: 9, refused: 1, cost: { usd: 0.2 } });
    await expect.poll(() => heard.length).toBe(10);
    await stop();
    expect(emulator.ledger).toHaveLength(10);
    const { report } = await writeReport(queue, makeFolder());
    expect(report).toContain('report.jsonl');
  });

  test('takes a job from a web request, and knows it by its key', async () => {
    const { emulator, grok } = await startService();
    const queue = await open();
    const first = await enqueue(queue, { prompt: 'A cat in a tree' }, { key: 'order-17' });
    expect(first).toMatchObject({ key: expect.stringMatching(/^[\da-f]{64}$/), isNew: true });
    expect(await enqueue(queue, { prompt: 'A cat in a tree' }, { key: 'order-17' })).toEqual({
      ...first,
      isNew: false,
    });
    await work({ queue, model: grok });
    await waitForAll(queue);
    expect(await status(queue)).toMatchObject({ done: 1 });
    expect(emulator.ledger).toHaveLength(1);
  });

  test('stops at its budget, which all workers share', async () => {
    const { emulator, grok } = await startService();
    const queue = await open();
    await enqueueAll(queue, { input: jobsOf(cats(6)) });
    const budget = { usd: 0.06 };
    await Promise.all([work({ queue, model: grok, budget }), work({ queue, model: grok, budget })]);
    const summary = await waitForAll(queue);
    expect(summary).toMatchObject({ done: 3, unsent: 3 });
    expect(Object.keys(summary.why)[0]).toContain('The budget of 0.06 USD does not allow for more');
    expect(emulator.ledger).toHaveLength(3);
  });

  test('keeps what is unknown, and asks for what has failed again', async () => {
    const { emulator, grok } = await startService();
    emulator.script({ backend: 'xai', on: 'submit', reset: 'after' });
    const queue = await open();
    await enqueueAll(queue, { input: jobsOf(cats(1)) });
    await work({ queue, model: grok, sync: true });
    expect(await waitForAll(queue)).toMatchObject({ unknown: 1, mayHaveCost: { usd: 0.02 } });
    expect(await retry(queue, { what: 'unknown' })).toMatchObject({ jobs: 0, notYet: 1 });
    expect(await retry(queue, { what: 'failed' })).toMatchObject({ jobs: 0, notYet: 0 });
    expect(emulator.ledger).toHaveLength(1);
  });

  test('hands what a worker has not ended over to the next one', async () => {
    const { emulator, civitai } = await startService({ civitai: { stepMs: 2000 } });
    const queue = await open();
    await enqueueAll(queue, { input: jobsOf(cats(2)) });
    const first = await work({ queue, model: civitai });
    await expect.poll(() => emulator.ledger.length, { timeout: 20_000 }).toBe(2);
    await first.close(10);
    const states = [];
    for await (const { state } of records(queue)) states.push(state);
    expect(states).toEqual(['sending', 'sending']);
    await work({ queue, model: civitai });
    expect(await waitForAll(queue)).toMatchObject({ done: 2, unknown: 0 });
    expect(emulator.ledger).toHaveLength(2);
  });

  test('tells how its workers are', async () => {
    const { grok } = await startService();
    const worker = await work({ queue: await open(), model: grok, healthPort: 0 });
    const ask = (path: string) => fetch(`${worker.healthUrl}${path}`);
    expect(await (await ask('/healthz')).json()).toMatchObject({
      isServerThere: true,
      isClosing: false,
      active: 0,
    });
    expect(await (await ask('/metrics')).text()).toContain('grok_image_bulk_server_up 1');
    expect((await ask('/')).status).toBe(404);
  });

  test('refuses sources without a bucket, and jobs that are no jobs', async () => {
    const queue = await openQueue({ [kind]: server.url, run: `${++number}` });
    onTestFinished(() => queue.close());
    const { grok } = await startService();
    await expect(createWorker({ queue, model: grok })).rejects.toThrow(
      'Invalid bucket of the queue: got none',
    );
    await expect(enqueue(queue, { prompt: 'A cat', images: ['cat.png'] })).rejects.toThrow(
      'other machines cannot read it here. Give a bucket',
    );
    await expect(enqueue(queue, { prompt: 'A cat '.repeat(1000) })).rejects.toThrow('at most 4096');
  });
});

test('a Redis that can forget is refused', async () => {
  const server = await startRedis('--appendonly', 'no');
  onTestFinished(() => server.stop());
  await expect(openQueue({ redis: server.url })).rejects.toThrow('appendonly is "no"');
});

test.each([
  [{}, 'Invalid redis or postgres: got none of them'],
  [{ redis: 'redis://a', postgres: 'postgres://b' }, 'Invalid redis or postgres: got both'],
])('%j is no queue', async (options, message) => {
  await expect(openQueue(options)).rejects.toThrow(message);
});
