import { parseStrict, textSchema } from '@grok-image/core';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { checkBlobKey } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { mediaTypeOf } from '../media-type.ts';
import { addressBelow, publicBaseSchema } from '../public-base.ts';
import { filesBefore, ifThere, remove, sidecarOf, writeWhole } from './files.ts';

/** Settings of a folder of pictures. */
export interface FolderBlobsOptions {
  /** The address that a web server offers the folder under; without it, addresses are `file:` ones. */
  readonly publicBase?: string | undefined;
}

const optionsSchema = lazy(() => z.strictObject({ publicBase: publicBaseSchema() }));

/**
 * Keeps pictures as files in a folder, each under its key. The extension of a key tells the media type; where it does not,
 * a small file beside it does.
 *
 * @param path - of the folder, which is made with the first picture
 * @throws InvalidArgumentError naming the option
 * @example
 * const blobs = folderBlobs('out/pictures', { publicBase: 'https://example.com/pictures' });
 */
export function folderBlobs(path: string, options: FolderBlobsOptions = {}): BlobStore {
  const root = resolve(parseStrict(textSchema(), path, 'path'));
  const { publicBase } = parseStrict(optionsSchema(), options, '');
  const fileOf = (key: string) => join(root, checkBlobKey(key));
  const typeOf = async (key: string) =>
    (await ifThere(readFile(sidecarOf(fileOf(key)), 'utf8'))) ?? mediaTypeOf(key);
  return {
    async put(key, { bytes, mediaType }) {
      const file = fileOf(key);
      if (mediaType === mediaTypeOf(key)) await remove(sidecarOf(file));
      else await writeWhole(sidecarOf(file), mediaType);
      await writeWhole(file, bytes);
    },
    async get(key) {
      const bytes = await ifThere(readFile(fileOf(key)));
      return bytes && { bytes: new Uint8Array(bytes), mediaType: await typeOf(key) };
    },
    async head(key) {
      const found = await ifThere(stat(fileOf(key)));
      return found?.isFile() ? { byteLength: found.size, mediaType: await typeOf(key) } : undefined;
    },
    async delete(key) {
      await remove(fileOf(key));
      await remove(sidecarOf(fileOf(key)));
    },
    async url(key) {
      const file = fileOf(key);
      return publicBase === undefined ? pathToFileURL(file).href : addressBelow(publicBase, key);
    },
    async forget({ prefix, before }) {
      let count = 0;
      for await (const file of filesBefore(root, before)) {
        if (!file.name.startsWith(prefix)) continue;
        await remove(file.path);
        await remove(sidecarOf(file.path));
        count++;
      }
      return count;
    },
  };
}
