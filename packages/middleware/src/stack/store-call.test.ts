import { readFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { askStore } from './store-call.ts';

afterEach(() => vi.useRealTimers());

test('A store that does not answer is waited for a quarter of a second.', async () => {
  vi.useFakeTimers();
  const asked = askStore('read the cache', () => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(249);
  expect(await Promise.race([asked, 'waiting'])).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toEqual({
    isThere: false,
    reason: 'Failed to read the cache: no answer within 250 ms.',
  });
  expect(vi.getTimerCount()).toBe(0);
});

test('A store that answered while the process stood still has answered.', async () => {
  const asked = askStore('read a file', () => readFile(import.meta.filename, 'utf8'));
  const end = performance.now() + 300;
  while (performance.now() < end);
  expect(await asked).toMatchObject({ isThere: true });
});

test('A store that fails is told in a sentence, and leaves no timer.', async () => {
  vi.useFakeTimers();
  const failing = await askStore('read the cache', () => {
    throw new TypeError('gone');
  });
  expect(failing).toEqual({ isThere: false, reason: 'Failed to read the cache: gone.' });
  expect(vi.getTimerCount()).toBe(0);
});
