import { expect, test } from 'vitest';
import { describeBlobStore } from '../test/describe-blobs.ts';
import { memoryBlobs } from './blobs.ts';

describeBlobStore('memory', () => memoryBlobs());

const blobOf = (length: number) => ({ bytes: new Uint8Array(length), mediaType: 'image/png' });

test('pictures that were used longest ago go when there are too many bytes', async () => {
  const blobs = memoryBlobs({ maxBytes: 100 });
  await blobs.put('1', blobOf(40));
  await blobs.put('2', blobOf(40));
  await blobs.get('1');
  await blobs.put('3', blobOf(40));
  expect(await blobs.head('1')).toBeDefined();
  expect(await blobs.head('2')).toBeUndefined();
  expect(await blobs.head('3')).toBeDefined();
});

test('a picture in the place of another one is counted once', async () => {
  const blobs = memoryBlobs({ maxBytes: 100 });
  await blobs.put('1', blobOf(40));
  for (let time = 0; time < 5; time++) await blobs.put('2', blobOf(60));
  expect(await blobs.head('1')).toBeDefined();
});

test('a picture that is larger than all of it is refused and drives nothing out', async () => {
  const blobs = memoryBlobs({ maxBytes: 100 });
  await blobs.put('1', blobOf(40));
  await expect(blobs.put('2', blobOf(101))).rejects.toThrow(
    'Failed to keep 2 in memory: it has 101 bytes, and maxBytes is 100. Raise maxBytes.',
  );
  expect(await blobs.head('1')).toBeDefined();
});

test.each<[object, RegExp]>([
  [{ maxBytes: -1 }, /^Invalid maxBytes: got -1\./],
  [{ maxBites: 1 }, /^Invalid maxBites: .*maxBytes/],
])('options like %j are refused by name', (options, message) => {
  expect(() => memoryBlobs(options)).toThrow(message);
});
