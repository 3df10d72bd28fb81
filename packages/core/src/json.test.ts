import { expect, it } from 'vitest';
import { defined } from './json.ts';

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
