import { expect, test } from 'vitest';
import { countRepetitions, keyOf } from './job-key.ts';

const job = { prompt: 'A cat', n: 1, options: { resolution: '2k', quality: 'low' } };

test('equal jobs have one key in every process and release', () => {
  // Another one would have every run paid again.
  expect(keyOf('1', { prompt: 'A cat in a tree', aspectRatio: '16:9' })).toBe(
    '81854c3ff863b186700e6740f0ca88a36404abbb65124a1d845afad1c218f011',
  );
  expect(keyOf('1', { ...job, line: 7, name: 'cats/7' })).toBe(keyOf('1', job));
  expect(keyOf('1', { prompt: 'A cat', options: { quality: 'low', resolution: '2k' } })).toBe(
    keyOf('1', job),
  );
});

test.each([
  ['another run', '2', {}],
  ['other words', '1', { prompt: 'A dog' }],
  ['more images', '1', { n: 2 }],
  ['another ratio', '1', { aspectRatio: '16:9' as const }],
  ['another option', '1', { options: { resolution: '1k' } }],
  ['another model', '1', { model: 'grok-imagine-image-2.0' }],
  ['another source', '1', { sources: [{ sha256: 'a', file: 'cat.png', mediaType: 'image/png' }] }],
  ['the second of two', '1', { repetition: 1 }],
  ['asked for again', '1', { retryOf: 'a', attempt: 1 }],
])('%s is another job', (_, run, changes) => {
  expect(keyOf(run, { ...job, ...changes })).not.toBe(keyOf('1', job));
});

test('where a source lies does not matter', () => {
  const [key, moved] = ['cat.png', 'old/cat.png'].map(file =>
    keyOf('1', { ...job, sources: [{ sha256: 'a', file, mediaType: 'image/png' }] }),
  );
  expect(key).toBe(moved);
});

test('equal lines are counted, wherever others stand between', () => {
  const repetitionOf = countRepetitions();
  const words = ['A cat', 'A dog', 'A cat', 'A fox', 'A cat'];
  expect(words.map(prompt => repetitionOf({ prompt }))).toEqual([0, 0, 1, 0, 2]);
});
