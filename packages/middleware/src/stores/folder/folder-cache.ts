import { parseStrict, textSchema } from '@grok-image/core';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { CacheStore } from '../cache-store.ts';
import { filesBefore, ifThere, remove, writeWhole } from './files.ts';

const entrySchema = lazy(() =>
  z.object({ key: z.string(), value: z.string(), endsAt: z.number().optional() }),
);

type Entry = z.output<ReturnType<typeof entrySchema>>;

/**
 * Keeps the index of a cache as files in a folder, which several processes of one machine may share.
 *
 * @param path - of the folder, which is made with the first entry and holds nothing else
 * @throws InvalidArgumentError
 * @example
 * const store = folderCache('out/.cache');
 */
export function folderCache(path: string): Required<CacheStore> {
  const root = resolve(parseStrict(textSchema(), path, 'path'));
  const fileOf = (key: string) => {
    // Keys are of any length and of any characters.
    const name = createHash('sha256').update(key).digest('hex');
    return join(root, name.slice(0, 2), `${name}.json`);
  };
  return {
    async get(key) {
      const file = fileOf(key);
      const entry = await readEntry(file);
      if (entry === undefined || entry.key !== key) return undefined;
      if (entry.endsAt === undefined || Date.now() < entry.endsAt) return entry.value;
      await remove(file);
      return undefined;
    },
    async set(key, value, ttlMs) {
      const entry: Entry = { key, value, ...(ttlMs !== undefined && { endsAt: Date.now() + ttlMs }) };
      await writeWhole(fileOf(key), JSON.stringify(entry));
    },
    async delete(key) {
      await remove(fileOf(key));
    },
    async forget({ prefix, before }) {
      let count = 0;
      for await (const file of filesBefore(root, before)) {
        const entry = await readEntry(file.path);
        if (!entry?.key.startsWith(prefix)) continue;
        await remove(file.path);
        count++;
      }
      return count;
    },
  };
}

/** What stands in a file; `undefined` for what is no entry: a cache may lose whatever it holds. */
async function readEntry(file: string): Promise<Entry | undefined> {
  const text = await ifThere(readFile(file, 'utf8'));
  if (text === undefined) return undefined;
  try {
    return entrySchema().safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
