import { readFile, stat } from 'node:fs/promises';
import { invalidArgument, invalidArgumentInWords, toSourceImage, type ImageFile } from '@grok-image/core';
import { inspectImage } from '@grok-image/core';

/**
 * Checks the source images of an edit, so that a slip is told before anything is sent.
 *
 * @param sources - files, or http(s) addresses
 * @throws InvalidArgumentError naming `--edit`
 */
export async function readSources(sources: readonly (string | Uint8Array)[] = []): Promise<ImageFile[]> {
  return Promise.all(sources.map(readSource));
}

async function readSource(source: string | Uint8Array): Promise<ImageFile> {
  if (typeof source !== 'string') return toFile(source);
  if (/^https?:/i.test(source)) {
    toSourceImage(source, '--edit');
    return { type: 'url', url: source };
  }
  const accepted = 'a JPEG, PNG or WebP file of at most 10 MiB, or an http(s) address';
  const found = await stat(source).catch(() => undefined);
  if (found === undefined) throw invalidArgument('--edit', source, `${accepted}; there is no such file`);
  if (!found.isFile()) throw invalidArgumentInWords('--edit', 'a folder', accepted);
  return toFile(await readFile(source));
}

function toFile(data: Uint8Array): ImageFile {
  toSourceImage(data, '--edit');
  return { type: 'file', mediaType: inspectImage(data)?.mediaType ?? 'image/jpeg', data };
}
