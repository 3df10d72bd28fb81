import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isRecord } from '@ai-sdk/provider-utils';
import { inspectImage } from '@grok-image/core';

/**
 * Writes a picture with the extension of its bytes, and a `.json` beside it. Nothing is overwritten: where the name is taken
 * by another picture, the file gets a number; a file of the same bytes is the same picture.
 *
 * @param name - path below the folder, without extension
 * @param about - what the `.json` tells
 * @returns the path of the file
 */
export async function writePicture(
  folder: string,
  name: string,
  data: Uint8Array,
  about: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { mediaType, width, height } = inspectImage(data) ?? { mediaType: 'application/octet-stream' };
  const extension = mediaType.split('/')[1]?.replace('jpeg', 'jpg').replace('octet-stream', 'bin');
  for (let number = 1; ; number++) {
    const file = path.join(folder, `${name}${number === 1 ? '' : `-${number}`}.${extension}`);
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeFile(file, data, { flag: 'wx' });
    } catch (error) {
      if (!isRecord(error) || error['code'] !== 'EEXIST') throw error;
      if (!Buffer.from(data).equals(await readFile(file))) continue;
    }
    const sidecar = { ...about, mediaType, width, height, byteLength: data.byteLength };
    await writeFile(`${file}.json`, `${JSON.stringify(sidecar, null, 2)}\n`);
    return file;
  }
}

/** A text as a part of a path: an id of a service may hold anything. */
export function asFileName(text: string): string {
  return text.replaceAll(/[^\w.-]+/g, '-').replace(/^\.+/, '');
}
