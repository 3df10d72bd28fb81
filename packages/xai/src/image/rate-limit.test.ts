import type { RateLimiter } from '@grok-image/core';
import { startEmulator } from '@grok-image/emulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createGrok, type XaiProviderSettings } from '../index.ts';
import { call, errorOf, withOptions } from '../test/call.ts';
import { finish, stopClock } from '../test/time.ts';
import { base64, startServer, type Received, type Reply } from '../test/server.ts';

const images = { body: { data: [{ b64_json: base64 }] } };

/** A provider with a limit, and the milliseconds at which its server got each request. */
async function start(
  settings: XaiProviderSettings,
  answer: (received: Received, index: number) => Reply = () => images,
) {
  stopClock();
  const begin = performance.now();
  const sentAt: number[] = [];
  const { baseURL, apiKey } = await startServer((received, index) => {
    sentAt.push(performance.now() - begin);
    return answer(received, index);
  });
  return { grok: createGrok({ baseURL, apiKey, ...settings }), sentAt };
}

test('each model has a limit of its own, however often it is asked for, as xAI counts', async () => {
  const { grok, sentAt } = await start({ rateLimit: { perSecond: 1 } });
  const models = ['grok-imagine-image', 'grok-imagine-image-2.0', 'grok-imagine-image'];
  await finish(Promise.all(models.map(modelId => grok.image(modelId).doGenerate(call))));
  expect(sentAt[1]).toBeLessThan(1000);
  expect(sentAt[2]).toBeGreaterThan(1000);
});

/** A service that turns away what comes after five requests in a second. */
function limitedService() {
  const taken: number[] = [];
  return (): Reply => {
    const now = performance.now();
    if (taken.filter(at => at > now - 1000).length >= 5)
      return { status: 429, headers: { 'retry-after': '1' } };
    taken.push(now);
    return images;
  };
}

test('by default nothing waits until the service says 429, and then all that was asked for comes', async () => {
  const { grok, sentAt } = await start({}, limitedService());
  const result = await finish(grok.image('grok-imagine-image').doGenerate({ ...call, n: 300 }));
  // The server of this test gives one picture a request.
  expect(sentAt.slice(0, 30).every(at => at < 500)).toBe(true);
  expect(result.warnings.filter(({ type }) => type === 'other').join()).not.toMatch(/failed/);
  expect(result.images).toHaveLength(30);
  // Each of those turned away came back once, through the line.
  expect(sentAt.length).toBeLessThan(70);
});

test('a thousand images of one call come, and are billed once, under the limit that xAI documents', async () => {
  const isTakenNow = limitedService();
  let billed = 0;
  const { grok, sentAt } = await start({}, ({ body }) => {
    const refusal = isTakenNow();
    if (refusal !== images) return refusal;
    const n = Number(Reflect.get(Object(body), 'n'));
    billed += n;
    return { body: { data: Array.from({ length: n }, () => ({ b64_json: base64 })) } };
  });
  const result = await finish(grok.image('grok-imagine-image').doGenerate({ ...call, n: 1000 }));
  expect([result.images.length, billed]).toEqual([1000, 1000]);
  expect(JSON.stringify(result.warnings)).not.toMatch(/missing|failed/);
  // 100 requests, of which those of the first burst came twice or thrice.
  expect(sentAt.length).toBeLessThan(300);
});

test('with false, a 429 is left to AI SDK', async () => {
  const { grok, sentAt } = await start({ rateLimit: false }, () => ({ status: 429 }));
  const error = await errorOf(finish(grok.image('grok-imagine-image').doGenerate(call)));
  expect(error).toMatchObject({ statusCode: 429, isRetryable: true });
  expect(sentAt).toHaveLength(1);
});

test('a limit by a name that is none is refused at once', () => {
  const settings: object = { rateLimit: 'XAI' };
  expect(() => createGrok(settings)).toThrow(/rateLimit: got "?XAI"?.*'auto', 'xai'/);
});

test('another provider has a limit of its own', async () => {
  const { grok, sentAt } = await start({ rateLimit: { perSecond: 1 } });
  const other = await start({ rateLimit: { perSecond: 1 } });
  await finish(
    Promise.all([grok, other.grok].map(({ image }) => image('grok-imagine-image').doGenerate(call))),
  );
  expect([...sentAt, ...other.sentAt].every(at => at < 1000)).toBe(true);
});

test("'xai' is five requests a second; the parts of a split call count one each", async () => {
  const { grok, sentAt } = await start({ rateLimit: 'xai' });
  await finish(grok.image('grok-imagine-image').doGenerate({ ...call, n: 60 }));
  expect(sentAt.map(at => Math.floor(at / 1000))).toEqual([0, 0, 0, 0, 0, 1]);
});

test('neither polls nor downloads nor a job that is collected wait for a turn', async () => {
  stopClock();
  const begin = performance.now();
  const emulator = await startEmulator({ pictures: 'plain', deferredMs: 50 });
  onTestFinished(() => emulator.close());
  const grok = createGrok({ ...emulator.xai, rateLimit: { perMinute: 1 } }).image('grok-imagine-image');
  await finish(grok.doGenerate(withOptions({ deferred: true, pollIntervalMs: 10 })), 10);
  const jobId = emulator.requests[1]?.path.split('/').at(-1) ?? '';
  const { images: collected } = await finish(grok.doGenerate(withOptions({ jobId })), 10);
  expect(collected).toHaveLength(1);
  expect(emulator.requests.length).toBeGreaterThan(5);
  expect(performance.now() - begin).toBeLessThan(60_000);
});

test('what would have no time left to be made is not sent, and AI SDK may send it again', async () => {
  const { grok, sentAt } = await start({ rateLimit: { perSecond: 1 }, timeout: 1500 });
  const calls = [1, 2, 3].map(() => grok.image('grok-imagine-image').doGenerate(call));
  const settled = await finish(Promise.allSettled(calls));
  expect(sentAt).toHaveLength(1);
  expect(settled.slice(1)).toMatchObject(
    Array.from({ length: 2 }, () => ({ reason: { statusCode: 429, isRetryable: true } })),
  );
});

test('an own limiter is told the model and the headers of the answer', async () => {
  const seen: unknown[] = [];
  const rateLimit: RateLimiter = async (send, { modelId }) => {
    const answered = await send();
    seen.push(modelId, answered.headers?.['x-request-id']);
    return answered;
  };
  const { grok } = await start({ rateLimit });
  await finish(grok.image('grok-imagine-image').doGenerate(call));
  expect(seen).toEqual(['grok-imagine-image', 'request-1']);
});

test('a call that waits rejects at once with the reason of its caller, and nothing of it is sent', async () => {
  const { grok, sentAt } = await start({ rateLimit: { perMinute: 1 } });
  await finish(grok.image('grok-imagine-image').doGenerate(call));
  const controller = new AbortController();
  const reason = new RangeError('changed my mind');
  const timers = vi.getTimerCount();
  const waiting = errorOf(
    grok.image('grok-imagine-image').doGenerate({ ...call, abortSignal: controller.signal }),
  );
  await vi.advanceTimersByTimeAsync(500);
  controller.abort(reason);
  expect(await waiting).toBe(reason);
  expect(sentAt).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(timers);
});

test('what is wrong with a call is said without waiting', async () => {
  const { grok } = await start({ rateLimit: { perMinute: 1 } });
  await finish(grok.image('grok-imagine-image').doGenerate(call));
  const error = await errorOf(grok.image('grok-imagine-image').doGenerate(withOptions({ n: 1 })));
  expect(error.message).toContain('Nothing was sent.');
});

test('after a 429 all wait for as long as xAI asks, and what was turned away is sent again', async () => {
  const tooMany = { status: 429, body: { code: 'resource-exhausted', error: 'Too many requests' } };
  const { grok, sentAt } = await start({ rateLimit: { perSecond: 1 } }, (_, index) =>
    index === 0 ? { ...tooMany, headers: { 'retry-after': '4' } } : images,
  );
  const [first, second] = await finish(
    Promise.allSettled([1, 2].map(() => grok.image('grok-imagine-image').doGenerate(call))),
  );
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'fulfilled']);
  expect(sentAt).toHaveLength(3);
  expect(sentAt[1]).toBeGreaterThanOrEqual(4000);
});

test.each([{ perSecond: 0 }, { perMinute: 1.5 }, {}])('the limit %j is refused at once', rateLimit => {
  expect(() => createGrok({ rateLimit })).toThrow(/^Invalid rateLimit.*Nothing was sent\.$/);
});
