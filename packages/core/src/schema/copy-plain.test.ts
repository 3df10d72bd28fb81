import { expect, it } from 'vitest';
import { copyPlain } from './copy-plain.ts';

it('copies objects and lists, all the way down', () => {
  const given = { images: ['a'], storage: { filename: 'cat.jpg' }, n: 1 };
  const copy = copyPlain(given);
  given.images.push('b');
  given.storage.filename = 'dog.jpg';

  expect(copy).toEqual({ images: ['a'], storage: { filename: 'cat.jpg' }, n: 1 });
});

it.each([
  undefined,
  null,
  'cat',
  7,
  Uint8Array.of(1),
  new Date(0),
  new Map(),
  () => 1,
  Object.create({ a: 1 }),
])('passes on what is neither: %o', value => {
  expect(copyPlain({ value })).toHaveProperty('value', value);
  expect(copyPlain(value)).toBe(value);
});

it('ends where something leads back to itself, and keeps its shape', () => {
  const tree: Record<string, unknown> = { name: 'cat' };
  tree['children'] = [tree, tree];

  const copy = copyPlain(tree);

  expect(copy).not.toBe(tree);
  expect(copy).toEqual(tree);
  expect(copy).toHaveProperty('children.1', copy);
});

it('takes a hostile key as a key', () => {
  const copy = copyPlain(JSON.parse('{"__proto__":{"polluted":true}}'));

  expect(Object.keys(Object(copy))).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
});
