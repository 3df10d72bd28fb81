import { expect, it } from 'vitest';
import { defined, isPlainObject } from './json.ts';

it('leaves out what is absent and keeps what is merely small', () => {
  expect(defined({ a: undefined, b: null, c: '', d: 0, e: false, f: [], g: {} })).toEqual({
    d: 0,
    e: false,
    f: [],
    g: {},
  });
});

it('takes a hostile key as a key', () => {
  const hostile: Record<string, { polluted: boolean }> = JSON.parse('{"__proto__":{"polluted":true}}');

  const values = defined(hostile);

  expect(Object.keys(values)).toEqual(['__proto__']);
  expect('polluted' in values).toBe(false);
  expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
});

it.each([{}, { a: 1 }, Object.create(null), JSON.parse('{"__proto__":1}')])('%j is a plain object', value => {
  expect(isPlainObject(value)).toBe(true);
});

it.each([undefined, null, 'a', 1, [], () => 1, new Date(0), new Map(), Object.create({ a: 1 })])(
  '%j is no plain object',
  value => {
    expect(isPlainObject(value)).toBe(false);
  },
);
