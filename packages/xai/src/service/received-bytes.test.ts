import { expect, it } from 'vitest';
import { png } from '../test/server.ts';
import { receivedBytes } from './received-bytes.ts';

it('gives bytes as they are, and copies what others may share', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(png.length));
  shared.set(png);

  expect(receivedBytes(png)).toBe(png);
  expect(receivedBytes(shared)).toEqual(png);
  expect(receivedBytes(shared).buffer).toBeInstanceOf(ArrayBuffer);
});
