import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BlobStore } from '../blob-store.ts';

/** A store of pictures that is empty. */
export type MakeBlobStore = () => BlobStore | Promise<BlobStore>;

const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
const png = { bytes, mediaType: 'image/png' };

/**
 * What every store of pictures does.
 *
 * @param offers - whether its pictures have an address, and whether others can put them there
 */
export function describeBlobStore(
  name: string,
  make: MakeBlobStore,
  offers: { readonly url?: boolean; readonly target?: boolean } = {},
): void {
  describe(`${name} keeps pictures`, () => {
    let blobs: BlobStore;
    beforeEach(async () => {
      blobs = await make();
    });

    test('and gives them back with their media type', async () => {
      await blobs.put('cats/1.png', png);
      expect(await blobs.get('cats/1.png')).toEqual(png);
      expect(await blobs.head('cats/1.png')).toEqual({ byteLength: 300, mediaType: 'image/png' });
    });

    test.each([
      ['image/jpeg', 'no-extension'],
      ['image/webp', 'cats/of.another.png'],
      ['image/x-odd', 'odd.bin'],
      ['application/json', '0.json'],
    ])('of the media type %s under %s', async (mediaType, key) => {
      await blobs.put(key, { bytes, mediaType });
      expect(await blobs.get(key)).toEqual({ bytes, mediaType });
      expect(await blobs.head(key)).toEqual({ byteLength: 300, mediaType });
    });

    test('and knows nothing of a key that was never put', async () => {
      await blobs.put('cats/1.png', png);
      for (const key of ['cats', 'cats/1', 'cats/1.png/2', 'dogs/1.png']) {
        expect(await blobs.get(key)).toBeUndefined();
        expect(await blobs.head(key)).toBeUndefined();
      }
    });

    test('of no bytes at all', async () => {
      await blobs.put('empty.png', { bytes: new Uint8Array(), mediaType: 'image/png' });
      expect(await blobs.head('empty.png')).toEqual({ byteLength: 0, mediaType: 'image/png' });
    });

    test('that are part of a larger buffer', async () => {
      await blobs.put('part.png', { ...png, bytes: bytes.subarray(10, 20) });
      expect((await blobs.get('part.png'))?.bytes).toEqual(bytes.slice(10, 20));
    });

    test('of which changes by those who gave or got them change nothing', async () => {
      const given = bytes.slice();
      await blobs.put('1.png', { ...png, bytes: given });
      given.fill(0);
      (await blobs.get('1.png'))?.bytes.fill(0);
      expect(await blobs.get('1.png')).toEqual(png);
    });

    test('of which the last one under a key stands', async () => {
      await blobs.put('1.png', png);
      await blobs.put('1.png', { bytes: bytes.slice(1), mediaType: 'image/jpeg' });
      expect(await blobs.get('1.png')).toEqual({ bytes: bytes.slice(1), mediaType: 'image/jpeg' });
      await blobs.put('1.png', png);
      expect(await blobs.get('1.png')).toEqual(png);
    });

    test('of which one stands whole when many are put under a key at once', async () => {
      const all = Array.from({ length: 8 }, (_, number) => new Uint8Array(20_000 + number).fill(number));
      await Promise.all(all.map(some => blobs.put('1.png', { ...png, bytes: some })));
      expect(all).toContainEqual((await blobs.get('1.png'))?.bytes);
    });

    test('until they are deleted, which can be done twice', async () => {
      await blobs.put('1.png', { ...png, mediaType: 'image/jpeg' });
      await blobs.delete('1.png');
      await blobs.delete('1.png');
      expect(await blobs.get('1.png')).toBeUndefined();
      await blobs.put('1.png', png);
      expect(await blobs.head('1.png')).toEqual({ byteLength: 300, mediaType: 'image/png' });
    });

    test.each([
      '',
      '.',
      '..',
      '../1.png',
      'a/../../1.png',
      '/1.png',
      'a//1.png',
      'a/',
      'a\\1.png',
      'a b',
      'ä',
    ])('under no key like %j', async key => {
      const refusal = { name: 'AI_InvalidArgumentError', argument: 'key' };
      await expect(blobs.put(key, png)).rejects.toMatchObject(refusal);
      await expect(blobs.get(key)).rejects.toMatchObject(refusal);
      await expect(blobs.head(key)).rejects.toMatchObject(refusal);
      await expect(blobs.delete(key)).rejects.toMatchObject(refusal);
    });

    test('and forgets those that begin so and were put before', async () => {
      for (const key of ['a/1.png', 'a/b/2', 'ab/3.png', 'b/a/4.png']) await blobs.put(key, png);
      expect(await blobs.forget({ prefix: 'a/', before: Date.now() - 60_000 })).toBe(0);
      expect(await blobs.forget({ prefix: 'a/', before: Date.now() + 60_000 })).toBe(2);
      expect(await blobs.head('a/1.png')).toBeUndefined();
      expect(await blobs.head('a/b/2')).toBeUndefined();
      expect(await blobs.forget({ prefix: '', before: Date.now() + 60_000 })).toBe(2);
    });

    test(`at ${offers.url ? 'an address that brings them' : 'no address'}`, async () => {
      await blobs.put('cats/1.png', png);
      const url = await blobs.url('cats/1.png', { expiresInMs: 60_000 });
      expect(url && (await readAddress(url))).toEqual(offers.url ? bytes : undefined);
    });

    test(`that ${offers.target ? 'somebody else puts' : 'nobody else can put'} there`, async () => {
      const target = await blobs.target?.('cats/1.png', { mediaType: 'image/png', expiresInMs: 60_000 });
      expect(target && (await putAddress(target.put), await readAddress(target.get))).toEqual(
        offers.target ? bytes : undefined,
      );
      expect(await blobs.get('cats/1.png')).toEqual(offers.target ? png : undefined);
    });
  });
}

async function readAddress(url: string): Promise<Uint8Array> {
  if (url.startsWith('file:')) return new Uint8Array(await readFile(fileURLToPath(url)));
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

async function putAddress(url: string): Promise<void> {
  const { ok } = await fetch(url, { method: 'PUT', headers: { 'content-type': 'image/png' }, body: bytes });
  expect(ok).toBe(true);
}
