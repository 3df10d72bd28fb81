import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createGrok, type XaiProgress } from '../index.ts';
import { call, errorOf, model, withOptions } from '../test/call.ts';
import { finish, stopClock } from '../test/time.ts';

/** Asked each time, so that a test may stop the clock. */
const now = () => Date.now();
let emulator: RunningEmulator;
let seen: XaiProgress[];

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false, deferredMs: 300, now });
});
beforeEach(() => {
  emulator.reset();
  seen = [];
});
afterAll(() => emulator.close());

const onProgress = (progress: XaiProgress): void => void seen.push(progress);
const modelId = 'grok-imagine-image';

test('a plain call is sent, downloading and done', async () => {
  const { providerMetadata } = await model(emulator.xai, { onProgress }).doGenerate({ ...call, n: 2 });
  const paid = providerMetadata['xai']?.images?.map((image, index) => ({ index, url: Object(image).url }));
  const requestId = emulator.ledger[0]?.requestId;
  const { callId = '' } = seen[0] ?? {};
  const common = { modelId, callId, offset: 0, n: 2 };
  expect(seen).toEqual([
    { ...common, status: 'sent', requestId: undefined },
    { ...common, status: 'downloading', requestId, paid },
    { ...common, status: 'done', requestId, paid },
  ]);
  expect(callId).not.toBe('');
});

test('events tell which call they belong to, and which part of it', async () => {
  const image = model(emulator.xai, { onProgress });
  await Promise.all([image.doGenerate({ ...call, n: 12 }), image.doGenerate(call)]);
  const sent = seen.filter(({ status }) => status === 'sent');
  expect(sent.map(({ offset, n }) => [offset, n])).toEqual([
    [0, 10],
    [10, 2],
    [0, 1],
  ]);
  expect(new Set(sent.map(({ callId }) => callId)).size).toBe(2);
});

test('one model can report, wait and end otherwise than its provider', async () => {
  const grok = createGrok({ ...emulator.xai, onProgress: () => expect.unreachable() });
  await grok.image('grok-imagine-image', { onProgress }).doGenerate(call);
  expect(seen.map(({ status }) => status)).toEqual(['sent', 'downloading', 'done']);
  emulator.script({ stall: 'headers' });
  const hasty = grok.image('grok-imagine-image', { timeout: 300, onProgress });
  expect(await errorOf(hasty.doGenerate(call))).toMatchObject({ timeoutMs: 300 });
  const wrong: object = { timeoutMs: 5 };
  expect(() => grok.image('grok-imagine-image', wrong)).toThrow('timeout (did you mean that?)');
});

test('a deferred job tells its id as soon as it is known, once however often it is polled', async () => {
  stopClock();
  const options = withOptions({ deferred: true, pollIntervalMs: 1 });
  await finish(model(emulator.xai, { onProgress }).doGenerate(options), 10);
  expect(emulator.requests.length).toBeGreaterThan(3);
  expect(seen.map(({ status }) => status)).toEqual(['sent', 'pending', 'downloading', 'done']);
  const jobId = emulator.requests[1]?.path.split('/').at(-1);
  const ids = [{ resume: undefined }, ...[1, 2, 3].map(() => ({ jobId, resume: { jobId } }))];
  expect(seen.map(event => ({ jobId: event.jobId, resume: event.resume }))).toEqual(ids);
});

test('a deferred job is told before it is looked at, so that a process that ends then can collect it', async () => {
  emulator.script({ path: '/images/', method: 'GET', stall: 'headers', times: Infinity });
  const controller = new AbortController();
  const options = { ...withOptions({ deferred: true }), abortSignal: controller.signal };
  const failure = errorOf(model(emulator.xai, { onProgress }).doGenerate(options));
  await expect.poll(() => emulator.requests.length).toBe(2);
  controller.abort(new RangeError('enough'));
  await failure;
  const { resume } = seen.at(-1) ?? {};
  expect(resume).toEqual({ jobId: emulator.requests[1]?.path.split('/').at(-1) });
});

test('each request of a split call reports for itself', async () => {
  await model(emulator.xai, { onProgress }).doGenerate({ ...call, n: 12 });
  const sent = seen.filter(({ status }) => status === 'sent').map(({ n }) => n);
  expect(sent).toEqual([10, 2]);
  expect(seen.filter(({ status }) => status === 'done')).toHaveLength(2);
});

test('a failed call is not done', async () => {
  emulator.script({ status: 400 });
  await errorOf(model(emulator.xai, { onProgress }).doGenerate(call));
  expect(seen.map(({ status }) => status)).toEqual(['sent']);
});

test.each([
  [
    'throws',
    () => {
      throw new TypeError('No terminal');
    },
  ],
  ['rejects', () => Promise.reject(new TypeError('No terminal'))],
])('an onProgress that %s costs no image and is a warning', async (_how, broken) => {
  const result = await model(emulator.xai, { onProgress: broken }).doGenerate(call);
  expect(result.images).toHaveLength(1);
  expect(result.warnings).toEqual([
    { type: 'other', message: 'onProgress threw and was not called again: No terminal' },
  ]);
});

test('the last event before an abort says what is paid and where it is', async () => {
  emulator.script({ on: 'content', stall: 'headers' });
  const controller = new AbortController();
  const stop = (progress: XaiProgress): void => {
    onProgress(progress);
    if (progress.status === 'downloading') setTimeout(() => controller.abort(new RangeError('enough')), 50);
  };
  const aborted = { ...call, abortSignal: controller.signal };
  expect(await errorOf(model(emulator.xai, { onProgress: stop }).doGenerate(aborted))).toMatchObject({
    message: 'enough',
  });
  const [picture] = seen.at(-1)?.paid ?? [];
  expect(picture).toMatchObject({ index: 0, url: expect.stringContaining('http') });
  expect((await fetch(picture?.url ?? '')).status).toBe(200);
});

test('what came inside an answer is told with its bytes, which no log shows', async () => {
  const inline = withOptions({ responseFormat: 'b64_json' }, { n: 12 });
  const { images } = await model(emulator.xai, { onProgress }).doGenerate(inline);
  const events = seen.filter(({ status }) => status === 'downloading');
  const paid = events.flatMap(event => event.paid ?? []).toSorted((one, other) => one.index - other.index);
  expect(paid.map(({ index, bytes }) => ({ index, bytes }))).toEqual(
    images.map((bytes, index) => ({ index, bytes })),
  );
  expect(JSON.stringify(events).length).toBeLessThan(2000);
});
