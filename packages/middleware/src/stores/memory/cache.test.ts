import { Keyv } from 'keyv';
import { expect, test } from 'vitest';
import { describeCacheStore } from '../test/describe-cache-store.ts';
import { memoryCache } from './cache.ts';

describeCacheStore('memory', () => memoryCache());
describeCacheStore('Keyv', () => new Keyv(), { forgets: false });

test('entries that were used longest ago go when there are too many', async () => {
  const store = memoryCache({ maxEntries: 2 });
  await store.set('1', 'one');
  await store.set('2', 'two');
  await store.get('1');
  await store.set('3', 'three');
  expect(await Promise.all(['1', '2', '3'].map(key => store.get(key)))).toEqual(['one', undefined, 'three']);
});

test.each<[object, RegExp]>([
  [{ maxEntries: 0 }, /^Invalid maxEntries: got 0\./],
  [{ maxEntry: 1 }, /^Invalid maxEntry: .*maxEntries/],
])('options like %j are refused by name', (options, message) => {
  expect(() => memoryCache(options)).toThrow(message);
});
