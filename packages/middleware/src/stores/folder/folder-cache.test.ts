import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeCacheStore } from '../test/describe-cache-store.ts';
import { makeFolder } from '../test/folder.ts';
import { folderCache } from './index.ts';

describeCacheStore('a folder', async () => folderCache(await makeFolder()));

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter(name => name.endsWith('.json')).map(name => join(folder, name));
}

test('entries are there for the next process', async () => {
  const folder = await makeFolder();
  await folderCache(folder).set('key', 'value', 60_000);
  expect(await folderCache(folder).get('key')).toBe('value');
});

test('keys may be of any length and of any characters', async () => {
  const store = folderCache(await makeFolder());
  const keys = ['../up', 'a/b', 'A/B', `${'long'.repeat(1000)}`, 'ä\n\0'];
  for (const key of keys) await store.set(key, `of ${key}`);
  expect(await Promise.all(keys.map(key => store.get(key)))).toEqual(keys.map(key => `of ${key}`));
});

test.each(['', '{"key":"key"', '[]', '{"key":"other","value":"of another"}'])(
  'a file with %j in it is no entry',
  async text => {
    const folder = await makeFolder();
    const store = folderCache(folder);
    await store.set('key', 'value');
    for (const file of await filesIn(folder)) await writeFile(file, text);
    expect(await store.get('key')).toBeUndefined();
    await store.set('key', 'again');
    expect(await store.get('key')).toBe('again');
  },
);

test('many writers of one key leave one whole entry', async () => {
  const folder = await makeFolder();
  const store = folderCache(folder);
  await Promise.all(Array.from({ length: 20 }, (_, number) => store.set('key', `${number}`.repeat(5000))));
  expect(await store.get('key')).toMatch(/^(\d+?)\1{4999}$/);
  expect(await filesIn(folder)).toHaveLength(1);
});

test('no path is refused', () => {
  expect(() => folderCache('')).toThrow(/^Invalid path: /);
});
