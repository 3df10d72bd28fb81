import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobsOf } from '../input/job-input.ts';
import type { BulkJob } from '../job/job.ts';
import { records } from '../place/records.ts';
import { retry } from '../place/retry.ts';
import { makeFolder } from '../test/folder.ts';
import { startService } from '../test/service.ts';
import type { BulkEvent, BulkRunOptions } from './options.ts';
import { runBulk } from './run-bulk.ts';

const cats = (count: number): BulkJob[] =>
  Array.from({ length: count }, (_, index) => ({ prompt: `A cat, number ${index}` }));

function call(options: Pick<BulkRunOptions, 'model'> & Partial<BulkRunOptions> & { jobs?: BulkJob[] }) {
  const { jobs = cats(3), out = makeFolder(), ...others } = options;
  return { out, input: jobsOf(jobs), rate: false as const, ...others };
}

async function linesOf(
  out: string,
): Promise<{ readonly state: string; readonly error?: string | undefined }[]> {
  const found = [];
  for await (const { state, error } of records(out)) found.push({ state, error });
  return found;
}

test('makes the images of all jobs, with a record beside each, a report and a contact sheet', async () => {
  const { emulator, grok } = await startService();
  const options = call({ model: grok, jobs: [...cats(2), { prompt: 'A dog', n: 3, name: 'dogs/one' }] });
  const summary = await runBulk(options);
  expect(summary).toMatchObject({ jobs: 3, done: 3, images: 5, missing: 0, cost: { usd: 0.1, buzz: 0 } });
  expect(emulator.ledger).toHaveLength(3);
  const files = readdirSync(options.out, { recursive: true, encoding: 'utf8' }).filter(
    file => !file.startsWith('.grok-image'),
  );
  expect(files.filter(file => file.endsWith('.jpg'))).toHaveLength(5);
  expect(files).toContain('dogs/one-3.jpg');
  const sidecar: unknown = JSON.parse(readFileSync(join(options.out, 'dogs/one-3.jpg.json'), 'utf8'));
  expect(sidecar).toMatchObject({ prompt: 'A dog', modelId: 'grok-imagine-image', cost: { usd: 0.06 } });
  expect(readFileSync(join(options.out, 'index.html'), 'utf8')).toContain('src="dogs/one-3.jpg"');
  expect(readFileSync(join(options.out, 'report.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
});

test('a picture has the name of its place in its job, also where the one before it did not come', async () => {
  const { emulator, civitai } = await startService();
  emulator.script({ stepFault: { blockImages: [0] } });
  const options = call({ model: civitai, jobs: [{ prompt: 'A dog', n: 2, name: 'dog' }] });
  expect(await runBulk(options)).toMatchObject({ done: 1, images: 1, missing: 1 });
  expect(readdirSync(options.out).filter(file => file.endsWith('.jpg'))).toEqual(['dog-2.jpg']);
});

test('the same command again sends nothing, and lines that were added are sent', async () => {
  const { emulator, grok } = await startService();
  const first = call({ model: grok, jobs: [...cats(2), ...cats(2)] });
  await runBulk(first);
  expect(emulator.ledger).toHaveLength(4);
  const more = call({ model: grok, out: first.out, jobs: [{ prompt: 'A fox' }, ...cats(2), ...cats(2)] });
  expect(await runBulk(more)).toMatchObject({ jobs: 5, done: 5 });
  expect(emulator.ledger.map(({ prompt }) => prompt).at(-1)).toBe('A fox');
  expect(emulator.ledger).toHaveLength(5);
});

test('says first what is promised, and then how each job has ended', async () => {
  const { grok } = await startService();
  const events: BulkEvent[] = [];
  await runBulk(call({ model: grok, onEvent: event => events.push(event) }));
  expect(events[0]).toMatchObject({
    type: 'start',
    jobs: 3,
    cost: { usd: 0.06 },
    guarantees: [{ route: 'deferred', sentence: expect.stringContaining('never billed twice') }],
  });
  expect(events.filter(({ type }) => type === 'result')).toHaveLength(3);
});

test('lines that are no jobs are refused before anything is sent, or passed over', async () => {
  const { emulator, grok } = await startService();
  const jobs: BulkJob[] = [{ prompt: 'A cat', n: 11 }, { prompt: 'A cat', aspectRatio: '50:1' }, ...cats(1)];
  const options = call({ model: grok, jobs });
  await expect(runBulk(options)).rejects.toMatchObject({
    reason: 'input',
    problems: [
      expect.stringContaining('Line 1: Invalid n: got 11. Accepted: 1 to 10'),
      expect.stringContaining('Line 2: Invalid aspectRatio: got '),
    ],
  });
  expect(emulator.requests).toEqual([]);
  expect(await runBulk({ ...options, skipBad: true })).toMatchObject({ bad: 2, done: 1 });
});

test('what is refused is refused, and is not sent again', async () => {
  const { emulator, grok } = await startService();
  const options = call({ model: grok, jobs: [{ prompt: 'A cat #refuse' }, ...cats(1)] });
  expect(await runBulk(options)).toMatchObject({ refused: 1, done: 1, cost: { usd: 0.04 } });
  await runBulk(options);
  expect(emulator.ledger).toHaveLength(2);
});

test('a request that is lost is unknown, is not sent again, and is asked for again by decision only', async () => {
  const { emulator, grok } = await startService();
  emulator.script({ backend: 'xai', on: 'submit', reset: 'after' });
  const options = call({ model: grok, jobs: cats(1), sync: true });
  expect(await runBulk(options)).toMatchObject({ unknown: 1, mayHaveCost: { usd: 0.02 }, cost: { usd: 0 } });
  expect(await runBulk(options)).toMatchObject({ unknown: 1 });
  expect(emulator.ledger).toHaveLength(1);
  // Its request may still be on its way.
  expect(await retry(options.out, { what: 'unknown' })).toMatchObject({ jobs: 0, notYet: 1 });
});

test('a request that is lost is found again where its service takes keys', async () => {
  const { emulator, civitai } = await startService();
  emulator.script({ backend: 'civitai', on: 'submit', reset: 'after', times: 9 });
  const options = call({ model: civitai, jobs: cats(1) });
  await runBulk(options);
  emulator.script({ backend: 'civitai', on: 'submit', delayMs: 1 });
  expect(await runBulk(options)).toMatchObject({ done: 1, unknown: 0 });
  expect(emulator.ledger).toHaveLength(1);
});

test('what certainly was not started is sent again', async () => {
  const { emulator, grok } = await startService();
  emulator.script({ backend: 'xai', on: 'submit', status: 429, headers: { 'retry-after': '0' } });
  expect(await runBulk(call({ model: grok, jobs: cats(1) }))).toMatchObject({ done: 1 });
  expect(emulator.ledger).toHaveLength(1);
});

test('three of four are delivered, and the fourth is asked for by itself', async () => {
  const { emulator, grok } = await startService();
  emulator.script({ backend: 'xai', on: 'submit', dropImages: 1 });
  const options = call({ model: grok, jobs: [{ prompt: 'A cat', n: 4 }], sync: true });
  expect(await runBulk(options)).toMatchObject({ done: 1, partial: 1, images: 3, missing: 1 });
  const plan = await retry(options.out, { what: 'missing' });
  expect(plan).toMatchObject({ jobs: 1, images: 1, cost: { usd: 0.02 } });
  expect(emulator.ledger).toHaveLength(1);
  expect(await plan.apply()).toBe(1);
  expect(await runBulk(options)).toMatchObject({ images: 4, missing: 0, partial: 0 });
  expect(emulator.ledger.map(({ images }) => images)).toEqual([4, 1]);
  expect(await retry(options.out, { what: 'missing' })).toMatchObject({ jobs: 0 });
});

test('a budget stops what is not sent yet, and holds over runs', async () => {
  const { emulator, grok } = await startService();
  const options = call({ model: grok, jobs: cats(5), budget: { usd: 0.06 }, concurrency: 1 });
  expect(await runBulk(options)).toMatchObject({
    done: 3,
    unsent: 2,
    stopped: 'The budget of 0.06 USD does not allow for more: 0.06 are spent or held.',
  });
  expect(await runBulk(options)).toMatchObject({ done: 3, unsent: 2 });
  expect(emulator.ledger).toHaveLength(3);
  expect(await runBulk({ ...options, budget: { usd: 1 } })).toMatchObject({ done: 5 });
});

test('a budget of another currency than that of the model is refused', async () => {
  const { emulator, grok } = await startService();
  const options = call({ model: grok, budget: { buzz: 5 } });
  await expect(runBulk(options)).rejects.toThrow('its model does not bill Buzz');
  expect(emulator.ledger).toEqual([]);
});

test('a run that was asked to stop ends what is under way, and sends nothing more', async () => {
  const { emulator, grok } = await startService();
  const stopping = new AbortController();
  const options = call({ model: grok, jobs: cats(6), concurrency: 2, stopSignal: stopping.signal });
  const onEvent = ({ type }: BulkEvent) => {
    if (type === 'result') stopping.abort();
  };
  const { done, unsent } = await runBulk({ ...options, onEvent });
  expect(done + unsent).toBe(6);
  expect(unsent).toBeGreaterThan(0);
  expect(emulator.ledger).toHaveLength(done);
});

test('a run that is broken off goes on from there, and pays for nothing twice', async () => {
  const { emulator, grok } = await startService({ deferredMs: 500 });
  const breaking = new AbortController();
  const options = call({ model: grok, jobs: cats(4) });
  const onEvent = ({ type }: BulkEvent) => {
    if (type === 'start') setTimeout(() => breaking.abort(new RangeError('enough')), 400);
  };
  await expect(runBulk({ ...options, abortSignal: breaking.signal, onEvent })).rejects.toThrow('enough');
  const states = (await linesOf(options.out)).map(({ state }) => state);
  expect(states).not.toContain('done');
  const summary = await runBulk(options);
  expect(summary.done + summary.unknown).toBe(4);
  expect(emulator.ledger.length).toBeLessThanOrEqual(4);
});

test('other flags are refused, and nothing that is there is overwritten', async () => {
  const { emulator, grok } = await startService();
  const options = call({
    model: grok,
    jobs: [{ prompt: 'A cat', name: 'cat' }],
    flags: { resolution: '1k' },
  });
  await runBulk(options);
  await expect(runBulk({ ...options, flags: { resolution: '2k' } })).rejects.toMatchObject({
    reason: 'otherRun',
    problems: ['resolution was "1k" and is "2k"'],
  });
  expect(emulator.ledger).toHaveLength(1);
  const jobs = [{ prompt: 'Another cat', name: 'cat' }];
  await runBulk({ ...options, input: jobsOf(jobs), flags: { resolution: '2k' }, newRun: true });
  expect(['cat.jpg', 'cat-2.jpg'].every(file => existsSync(join(options.out, file)))).toBe(true);
});
