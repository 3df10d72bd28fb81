import { expect, it, vi } from 'vitest';
import { randomId } from './random-id.ts';

it.each([
  ['the usual', globalThis.crypto],
  ['none, as in React Native', undefined],
])('is another one each time with %s crypto', (_name, crypto) => {
  vi.stubGlobal('crypto', crypto);
  const ids = Array.from({ length: 100 }, () => randomId());

  expect(new Set(ids).size).toBe(100);
  expect(ids.every(id => /^[0-9a-f-]{32,36}$/.test(id))).toBe(true);
});
