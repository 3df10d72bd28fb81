import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Client } from 'pg';
import { memoryBlobs } from '@grok-image/middleware';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startPostgres, type TestServer } from '../../../middleware/src/stores/test/servers.ts';
import { recordOf } from '../test/record.ts';
import { startService } from '../test/service.ts';
import { enqueue } from './enqueue.ts';
import { onResult, waitForAll } from './on-result.ts';
import { openQueue } from './open-queue.ts';
import { createWorker } from './worker.ts';

/** Leads to a server, and breaks connections as a machine does that goes down. */
async function leadTo(port: number) {
  let breakingText: string | undefined;
  const server = createServer(inner => {
    const outer = connect(port, '127.0.0.1');
    inner.on('error', () => outer.destroy());
    outer.on('error', () => inner.destroy());
    inner.on('close', () => outer.destroy());
    outer.on('close', () => inner.destroy());
    inner.on('data', bytes => {
      if (breakingText !== undefined && bytes.includes(breakingText)) inner.resetAndDestroy();
      else outer.write(bytes);
    });
    outer.on('data', bytes => inner.write(bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    /** Breaks every connection that sends such text, or none. */
    breakAt(text: string | undefined) {
      breakingText = text;
    },
  };
}

let server: TestServer;

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

test('a connection that breaks while a worker begins is told, and ends or blocks no process', async () => {
  const { emulator, grok } = await startService();
  const way = await leadTo(server.port);
  const url = server.url.replace(String(server.port), String(way.port));
  const queue = await openQueue({ postgres: url, bucket: memoryBlobs() });
  onTestFinished(() => queue.close());
  const options = { queue, model: grok, rate: false as const };
  // What a worker looks at before it begins.
  way.breakAt('FROM migration');
  await expect(createWorker(options)).rejects.toThrow('Failed to connect to the server of the queue');
  await expect(onResult(queue, () => undefined)).rejects.toMatchObject({ reason: 'setup' });
  way.breakAt(undefined);
  await enqueue(queue, { prompt: 'A cat' });
  const worker = await createWorker(options);
  onTestFinished(() => worker.close(0));
  expect(await waitForAll(queue)).toMatchObject({ done: 1 });
  expect(emulator.ledger).toHaveLength(1);
});

test('a job that cannot be left for later is handed over, and not given up', async () => {
  const { emulator, grok } = await startService();
  const queue = await openQueue({ postgres: server.url, name: 'later', bucket: memoryBlobs() });
  onTestFinished(() => queue.close());
  const client = new Client({ connectionString: server.url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
    create trigger refuse before update of progress on grok_image_bulk.job for each row execute function refuse();
  `);
  emulator.script({ backend: 'xai', on: 'submit', status: 429, headers: { 'retry-after': '0' } });
  await enqueue(queue, { prompt: 'A cat' });
  const warnings: string[] = [];
  const worker = await createWorker({
    queue,
    model: grok,
    rate: false,
    leaseMs: 1000,
    onEvent: event => event.type === 'warning' && warnings.push(event.message),
  });
  onTestFinished(() => worker.close(0));
  await expect.poll(() => warnings, { timeout: 20_000 }).toContain('not now');
  await client.query('drop trigger refuse on grok_image_bulk.job');
  expect(await waitForAll(queue)).toMatchObject({ done: 1 });
  expect(emulator.ledger).toHaveLength(1);
}, 60_000);

test('a result is heard once, also where its transaction ends after that of a later one', async () => {
  const { grok } = await startService();
  const queue = await openQueue({ postgres: server.url, name: 'heard', bucket: memoryBlobs() });
  onTestFinished(() => queue.close());
  const heard: (string | undefined)[] = [];
  const stop = await onResult(queue, ({ job }) => heard.push(job.prompt));
  onTestFinished(stop);
  const client = new Client({ connectionString: server.url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  await client.query(
    `insert into grok_image_bulk.event (queue, event, data, created_at_ms) values ('heard', 'completed', $1, 1)`,
    [{ jobId: 'slow', returnvalue: recordOf('A slow cat', { state: 'done' }) }],
  );
  await enqueue(queue, { prompt: 'A quick cat' });
  const worker = await createWorker({ queue, model: grok, rate: false });
  onTestFinished(() => worker.close(0));
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['A quick cat']);
  await client.query('commit');
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['A quick cat', 'A slow cat']);
  await enqueue(queue, { prompt: 'Another cat' });
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['A quick cat', 'A slow cat', 'Another cat']);
}, 60_000);
