import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeBlobStore } from '../test/describe-blobs.ts';
import { makeFolder } from '../test/folder.ts';
import { folderBlobs } from './index.ts';

describeBlobStore('a folder', async () => folderBlobs(await makeFolder()), { url: true });

const png = { bytes: Uint8Array.of(1, 2, 3), mediaType: 'image/png' };

test('a picture is one file under its key, and nothing else is left', async () => {
  const folder = await makeFolder();
  await folderBlobs(folder).put('cats/1.png', png);
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual(['cats', join('cats', '1.png')]);
  expect(new Uint8Array(await readFile(join(folder, 'cats', '1.png')))).toEqual(png.bytes);
});

test('a picture that cannot be written leaves nothing behind', async () => {
  const folder = await makeFolder();
  const blobs = folderBlobs(folder);
  await mkdir(join(folder, 'cats.png'));
  await expect(blobs.put('cats.png', png)).rejects.toThrow(/EISDIR|EEXIST|ENOTEMPTY|EPERM/);
  expect(await readdir(folder)).toEqual(['cats.png']);
});

test('the address is below publicBase', async () => {
  const blobs = folderBlobs(await makeFolder(), { publicBase: 'https://example.com/pictures/' });
  expect(await blobs.url('cats/1.png')).toBe('https://example.com/pictures/cats/1.png');
});

test('what a writer left aside when it died is no picture, and goes with the old ones', async () => {
  const folder = await makeFolder();
  const blobs = folderBlobs(folder);
  const aside = join(folder, '1.png~5b2c');
  await writeFile(aside, 'half');
  await utimes(aside, 1, 1);
  await blobs.put('1.png', png);
  expect(await blobs.forget({ prefix: '', before: Date.now() - 60_000 })).toBe(0);
  expect(await readdir(folder)).toEqual(['1.png']);
});

test('a folder that is not there has nothing to forget', async () => {
  const blobs = folderBlobs(join(await makeFolder(), 'none'));
  expect(await blobs.forget({ prefix: '', before: Date.now() })).toBe(0);
});

test.each<[string, object, RegExp]>([
  ['', {}, /^Invalid path: /],
  ['out', { publicBase: 'example.com' }, /^Invalid publicBase: /],
  ['out', { publicBases: 'https://example.com' }, /^Invalid publicBases: .*publicBase/],
])('the path %j with %j is refused by name', (path, options, message) => {
  expect(() => folderBlobs(path, options)).toThrow(message);
});
