import { isRecord } from '@ai-sdk/provider-utils';
import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** Stands in the names of files that are no entry themselves; no key has it. */
const asideMark = '~';

/**
 * Writes a file so that it is there as a whole or not at all, also after a fall of power: aside, and then by its name.
 */
export async function writeWhole(file: string, data: string | Uint8Array): Promise<void> {
  const aside = `${file}${asideMark}${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(aside, data, { flush: true });
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** What a look into a folder brings; `undefined` where the file is not there. */
export async function ifThere<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    // A folder has the name of the file, or a file that of a folder above it.
    const isAbsent = isRecord(error) && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error['code']));
    if (isAbsent) return undefined;
    throw error;
  }
}

export async function remove(file: string): Promise<void> {
  await ifThere(rm(file, { force: true }));
}

/** The file that says what the name of another one does not. */
export function sidecarOf(file: string): string {
  return `${file}${asideMark}type`;
}

/** A file of a folder, by its path in it with `/`. */
export interface FolderFile {
  readonly name: string;
  readonly path: string;
}

/**
 * The files below a folder that were written before a time, in milliseconds since 1970. What writers left aside when they
 * died is deleted on the way.
 */
export async function* filesBefore(root: string, before: number): AsyncGenerator<FolderFile> {
  const entries = (await ifThere(readdir(root, { recursive: true, withFileTypes: true }))) ?? [];
  for (const entry of entries.filter(file => file.isFile())) {
    const path = pathOf(entry);
    if (path.endsWith(sidecarOf(''))) continue;
    const found = await ifThere(stat(path));
    if (found === undefined || found.mtimeMs >= before) continue;
    if (entry.name.includes(asideMark)) await remove(path);
    else yield { path, name: relative(root, path).split(sep).join('/') };
  }
}

function pathOf({ parentPath, name }: Dirent): string {
  return join(parentPath, name);
}
