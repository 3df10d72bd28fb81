import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { isArrayBuffer, isBlob, isBytes, receivedBytes } from './bytes.ts';

it('knows bytes of another realm, as in jest', () => {
  const foreign: unknown = runInNewContext('Uint8Array.of(1, 2)');
  expect(foreign instanceof Uint8Array).toBe(false);
  expect(isBytes(foreign)).toBe(true);
  expect(isArrayBuffer(runInNewContext('new ArrayBuffer(2)'))).toBe(true);
});

it('knows what is none', () => {
  expect([Buffer.from('a'), new Uint16Array(1), 'a', [1], null].map(isBytes)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([new Blob([]), new File([], 'a'), {}].map(isBlob)).toEqual([true, true, false]);
});

it('gives what was received as it is, and copies what others may share', () => {
  const own = Uint8Array.of(1, 2);
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  shared.set(own);

  expect(receivedBytes(own)).toBe(own);
  expect(receivedBytes(shared)).toEqual(own);
  expect(receivedBytes(shared).buffer).toBeInstanceOf(ArrayBuffer);
});
