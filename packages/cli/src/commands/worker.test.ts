import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startFauxqs } from 'fauxqs';
import { expect, it, onTestFinished } from 'vitest';
import {
  isInstalled,
  startPostgres,
  startRedis,
  type TestServer,
} from '../../../middleware/src/stores/test/servers.ts';
import { ended, objectsOf, openPlace, type Place } from '../test/command.ts';

const jobs = 4;
const lines = Array.from({ length: jobs }, (_, index) => `A cat ${index}`);

/** What a killed worker had is gone on with when its lease of 30 s is over. */
const timeout = 300_000;
const poll = { timeout: 240_000, interval: 50 };
/** Each look is a process. */
const seldom = { ...poll, interval: 3000 };

/** A folder with a file of jobs, and a bucket that its commands reach. */
async function openWith(server: TestServer): Promise<Place> {
  onTestFinished(() => server.stop());
  const bucket = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  onTestFinished(async () => bucket.stop());
  bucket.createBucket('pictures');
  const place = await openPlace(
    { latencyMs: 3000 },
    {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${bucket.port}`,
    },
  );
  await writeFile(path.join(place.folder, 'cats.csv'), ['prompt', ...lines, ''].join('\n'));
  return place;
}

const servers = [
  { name: 'redis', program: 'redis-server', start: () => startRedis() },
  { name: 'postgres', program: 'postgres', start: () => startPostgres() },
] as const;

it.each(servers.filter(({ program }) => isInstalled(program)))(
  'two workers share a queue in $name, and what one of them had when it was killed is found, and paid once',
  { timeout },
  async ({ name, start }) => {
    const server = await start();
    const place = await openWith(server);
    const queue = [`--${name}`, server.url, '--bucket', 's3://pictures/run-1'];
    const put = await place.run('bulk', 'cats.csv', ...queue, '--enqueue-only');
    expect(put).toMatchObject({ code: 0, errors: `${jobs} jobs put into run 1, 0 were there\n` });
    expect((await place.run('bulk', 'cats.csv', ...queue, '--enqueue-only')).errors).toContain(
      `${jobs} were there`,
    );
    expect(place.emulator.requests).toEqual([]);

    const sending = ['worker', ...queue, '--sync', '--concurrency', '2'];
    const killed = place.start(...sending);
    // It has two on their way, of which nothing but their answer tells.
    await expect.poll(() => place.emulator.requests.length, poll).toBeGreaterThanOrEqual(2);
    const other = place.start(...sending);
    killed.kill('SIGKILL');
    await ended(killed);
    const summary = async () => objectsOf((await place.run('status', ...queue, '--json')).output).at(-1);
    // xAI had them, and has put their pictures into the bucket.
    await expect
      .poll(summary, seldom)
      .toMatchObject({ jobs, done: jobs, images: jobs, unknown: 0, running: 0, unsent: 0 });
    const prompts = place.emulator.ledger.map(({ prompt }) => prompt);
    expect(prompts.toSorted()).toEqual(lines);

    const retried = await place.run('retry', '--unknown', ...queue, '--yes');
    expect(retried).toMatchObject({ code: 0, output: expect.stringContaining('0 jobs') });
    // The same command waits for what is not ended, which is nothing, and writes the report.
    const again = await place.run('bulk', 'cats.csv', ...queue, '--sync', '--out', 'report');
    expect(again).toMatchObject({
      code: 0,
      errors: expect.stringContaining(`${jobs} of ${jobs} jobs done`),
    });
    other.kill('SIGTERM');
    expect((await ended(other)).code).toBe(0);
    expect(place.emulator.ledger).toHaveLength(jobs);
  },
);

it('a queue needs a bucket, and a worker a queue', async () => {
  const place = await openPlace();
  const noQueue = await place.run('worker', '--bucket', 's3://pictures');
  expect(noQueue).toMatchObject({ code: 2, errors: expect.stringContaining('--redis and --postgres') });
  const noBucket = await place.run('worker', '--redis', 'redis://127.0.0.1:1');
  expect(noBucket).toMatchObject({
    code: 2,
    errors: expect.stringContaining('Invalid --bucket: got nothing.'),
  });
});
