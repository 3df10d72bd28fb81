import { expect, it } from 'vitest';
import { nameOf } from './names.ts';

const key = '0123456789abcdef'.repeat(4);

it('images of a job have names of their own, also those that came beyond what was asked for', () => {
  const names = (n: number) =>
    [0, 1].map(index => nameOf({ key, job: { prompt: 'A cat, in a tree!', n } }, index));
  expect(names(1)).toEqual(['a-cat-in-a-tree-01234567', 'a-cat-in-a-tree-01234567-2']);
  expect(names(2)).toEqual(['a-cat-in-a-tree-01234567-1', 'a-cat-in-a-tree-01234567-2']);
  expect(nameOf({ key, job: { prompt: 'A cat', name: 'cat', attempt: 1 } }, 1)).toBe('cat-again1-2');
});
