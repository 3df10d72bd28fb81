import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { call, startService } from '../test/service.ts';
import { cacheMiddleware } from './index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const minute = 60_000;

/** The peer's model, which takes a minute. */
function slow() {
  const { emulator, peer } = startService();
  const model: typeof peer = Object.create(peer, {
    doGenerate: {
      value: async (options: typeof call) => {
        await new Promise(resolve => setTimeout(resolve, minute));
        return peer.doGenerate(options);
      },
    },
  });
  return { emulator, model };
}

test('a call that takes longer than its lease keeps it, and no other process pays meanwhile', async () => {
  const { emulator, model } = slow();
  const shared = { store: memoryCache(), blobs: memoryBlobs(), ledger: memoryLedger() };
  const first = wrap(model, cacheMiddleware(shared)).doGenerate(call);
  await vi.advanceTimersByTimeAsync(50_000);
  const second = wrap(model, cacheMiddleware(shared)).doGenerate(call);
  await vi.advanceTimersByTimeAsync(2 * minute);
  const results = await Promise.all([first, second]);
  expect(results.map(({ images }) => images.length)).toEqual([1, 1]);
  expect(results.flatMap(({ warnings }) => warnings)).toEqual([]);
  expect(emulator.ledger).toHaveLength(1);
});

test('a ledger that is away costs no call: both are paid, and it is said', async () => {
  const { emulator, model } = slow();
  const away = { ...memoryLedger(), claim: async () => Promise.reject(new RangeError('connection lost')) };
  const shared = { store: memoryCache(), blobs: memoryBlobs(), ledger: away };
  const calls = [0, 1].map(async () => wrap(model, cacheMiddleware(shared)).doGenerate(call));
  await vi.advanceTimersByTimeAsync(2 * minute);
  for (const { images, warnings } of await Promise.all(calls)) {
    expect(images).toHaveLength(1);
    expect(JSON.stringify(warnings)).toContain('Another process may have paid for the same picture.');
  }
  expect(emulator.ledger).toHaveLength(2);
});
