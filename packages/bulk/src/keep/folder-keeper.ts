import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord } from '@ai-sdk/provider-utils';
import { inspectImage } from '@grok-image/core';
import { toPicture } from '@grok-image/middleware/internal';
import { sha256Of } from '../job/job-key.ts';
import type { StoredImage } from '../job/record.ts';
import type { Keeper } from './keeper.ts';
import { nameOf } from './names.ts';
import { toSidecar } from './sidecar.ts';

/** Where files are written before they have their name, below the folder of a run. */
const asideFolder = '.grok-image/aside';

/**
 * Keeps pictures as files of a folder, with the extension of their bytes: written aside, on the disk, and then by their name.
 * Nothing that is there is overwritten.
 *
 * @param sidecars - whether a `.json` beside each picture tells of it
 */
export function folderKeeper(out: string, sidecars: boolean): Keeper {
  let ready: Promise<unknown> | undefined;
  const known = new Set<string>();

  async function makeFolder(path: string): Promise<void> {
    if (known.has(path)) return;
    await mkdir(path, { recursive: true });
    known.add(path);
  }

  return {
    async keep(record, index, picture) {
      if (!('bytes' in picture)) throw new TypeError('A picture of a bucket is kept there.');
      ready ??= mkdir(join(out, asideFolder), { recursive: true });
      await ready;
      const { bytes, mediaType, extension, sha256 } = await toPicture(picture.bytes);
      const aside = join(out, asideFolder, randomUUID());
      try {
        await writeFlushed(aside, bytes);
        const file = await nameFile(out, aside, {
          name: nameOf(record, index),
          extension,
          sha256,
          makeFolder,
        });
        const info = inspectImage(bytes);
        const stored: StoredImage = {
          file,
          mediaType,
          byteLength: bytes.byteLength,
          sha256,
          ...(info && { width: info.width, height: info.height }),
          ...(picture.metadata && { metadata: picture.metadata }),
        };
        if (sidecars) await writeFile(join(out, `${file}.json`), toSidecar(record, stored));
        return stored;
      } finally {
        await rm(aside, { force: true });
      }
    },
  };
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

interface Naming {
  readonly name: string;
  readonly extension: string;
  readonly sha256: string;
  readonly makeFolder: (path: string) => Promise<void>;
}

/** Gives a file its name, or the next one that is free; a file of the same bytes is the same picture. */
async function nameFile(
  out: string,
  aside: string,
  { name, extension, sha256, makeFolder }: Naming,
): Promise<string> {
  for (let number = 1; ; number++) {
    const file = number === 1 ? `${name}.${extension}` : `${name}-${number}.${extension}`;
    const path = join(out, file);
    await makeFolder(dirname(path));
    try {
      await link(aside, path);
      return file;
    } catch (error) {
      if (!isRecord(error) || error['code'] !== 'EEXIST') throw error;
    }
    if (sha256Of(await readFile(path)) === sha256) return file;
  }
}
