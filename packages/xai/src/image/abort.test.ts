import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GenerationTimeoutError, type XaiProgress } from '../index.ts';
import { call, errorOf, model, withOptions } from '../test/call.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false, deferredMs: 60_000 });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

/** Milliseconds; whatever else could end one of these calls takes half a minute, and a busy machine a moment. */
const atOnce = 3000;

const reason = new TypeError('The user has left');

/** Aborts a call as soon as it reports a status, and tells what it rejects with and how long that took. */
async function abortAt(
  status: XaiProgress['status'],
  changes: Partial<typeof call> = {},
): Promise<{ error: unknown; tookMs: number }> {
  const controller = new AbortController();
  let abortedAt = Number.NaN;
  const onProgress = (progress: XaiProgress): void => {
    if (progress.status !== status) return;
    // A moment later, so that the wait or the request itself is under way.
    setTimeout(() => {
      abortedAt = performance.now();
      controller.abort(reason);
    }, 30);
  };
  const error = await errorOf(
    model(emulator.xai, { onProgress }).doGenerate({ ...call, ...changes, abortSignal: controller.signal }),
  );
  return { error, tookMs: performance.now() - abortedAt };
}

describe('an abort rejects at once with the reason of the caller', () => {
  test('before anything is sent', async () => {
    const error = await errorOf(
      model(emulator.xai).doGenerate({ ...call, abortSignal: AbortSignal.abort(reason) }),
    );
    expect(error).toBe(reason);
    expect(emulator.requests).toEqual([]);
  });

  test('before the answer has a head', async () => {
    emulator.script({ stall: 'headers' });
    const { error, tookMs } = await abortAt('sent');
    expect(error).toBe(reason);
    expect(tookMs).toBeLessThan(atOnce);
  });

  test('in the middle of the answer', async () => {
    emulator.script({ stall: 'body' });
    const { error, tookMs } = await abortAt('sent');
    expect(error).toBe(reason);
    expect(tookMs).toBeLessThan(atOnce);
  });

  test('between two polls of a deferred job', async () => {
    const { error, tookMs } = await abortAt(
      'pending',
      withOptions({ deferred: true, pollIntervalMs: 30_000 }),
    );
    expect(error).toBe(reason);
    expect(tookMs).toBeLessThan(atOnce);
  });

  test('during a poll of a deferred job', async () => {
    emulator.script({ stall: 'headers', method: 'GET', path: '/images/', after: 1 });
    const { error, tookMs } = await abortAt('pending', withOptions({ deferred: true, pollIntervalMs: 1 }));
    expect(error).toBe(reason);
    expect(tookMs).toBeLessThan(atOnce);
  });

  test.each(['headers', 'body'] as const)('during a download whose %s does not arrive', async stall => {
    emulator.script({ on: 'content', stall });
    const { error, tookMs } = await abortAt('downloading');
    expect(error).toBe(reason);
    expect(tookMs).toBeLessThan(atOnce);
  });

  test('in every part of a split call', async () => {
    emulator.script({ stall: 'headers', times: Infinity });
    const { error, tookMs } = await abortAt('sent', { n: 25 });
    expect(error).toBe(reason);
    expect(tookMs).toBeLessThan(atOnce);
  });
});

test('an abort after the images came changes nothing', async () => {
  const controller = new AbortController();
  const { images } = await model(emulator.xai).doGenerate({ ...call, abortSignal: controller.signal });
  controller.abort(reason);
  expect(images).toHaveLength(1);
});

test.each(['headers', 'body'] as const)(
  'an answer whose %s does not arrive in time is a timeout of unknown outcome',
  async stall => {
    emulator.script({ stall });
    const error = await errorOf(model(emulator.xai, { timeout: 100 }).doGenerate(call));
    expect(GenerationTimeoutError.isInstance(error)).toBe(true);
    expect(error.message).toContain(
      'no answer within 100 ms. The request may have been carried out and billed.',
    );
  },
);
