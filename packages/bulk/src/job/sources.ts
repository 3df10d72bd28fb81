import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { invalidArgument } from '@grok-image/core';
import { isUrl, messageOf } from '@grok-image/core/internal';
import type { BlobStore } from '@grok-image/middleware';
import { ifThere, toPicture, writeWhole } from '@grok-image/middleware/internal';
import { BulkError } from '../errors/bulk-error.ts';
import type { BulkJob, StoredJob, StoredSource } from './job.ts';
import { sha256Of } from './job-key.ts';
import type { ReadSource } from './params.ts';

/** Where the bytes of source images are while their jobs wait. */
export interface SourceStore {
  /**
   * The job as it is kept: its source images by their hash.
   *
   * @throws InvalidArgumentError for a source that is no image, or is not there
   */
  store(job: BulkJob): Promise<StoredJob>;
  readonly read: ReadSource;
}

/** Sources are files of this machine, and stay where they are; bytes are put into the folder of the run. */
export function folderSources(out: string): SourceStore {
  const known = new Map<string, StoredSource>();
  return {
    store: job =>
      storeAll(job, async image => {
        if (typeof image !== 'string') {
          const { bytes, extension, mediaType, sha256 } = await toPicture(image);
          const file = resolve(join(out, '.grok-image', 'sources', `${sha256}.${extension}`));
          if ((await ifThere(stat(file))) === undefined) await writeWhole(file, bytes);
          return { sha256, file, mediaType };
        }
        const file = resolve(image);
        const { mtimeMs, size } = await stat(file);
        const name = JSON.stringify([file, mtimeMs, size]);
        const before = known.get(name);
        if (before) return before;
        const { sha256, mediaType } = await toPicture(new Uint8Array(await readFile(file)));
        const source = { sha256, file, mediaType };
        known.set(name, source);
        return source;
      }),
    read: async source => {
      if ('url' in source) return { type: 'url', url: source.url };
      const data = new Uint8Array(await readFile(source.file ?? ''));
      if (sha256Of(data) === source.sha256) return { type: 'file', mediaType: source.mediaType, data };
      throw invalidArgument('images', source.file, 'a file that stays as it was when its run began');
    },
  };
}

/**
 * Sources are objects of a bucket, which every machine reaches.
 *
 * @param prefix - of their keys, with a slash at its end
 */
export function bucketSources(bucket: BlobStore | undefined, prefix: string): SourceStore {
  const stored = new Set<string>();
  return {
    store: job =>
      storeAll(job, async image => {
        if (bucket === undefined) throw noBucket();
        const { bytes, extension, mediaType, sha256 } = await toPicture(
          typeof image === 'string' ? new Uint8Array(await readFile(image)) : image,
        );
        const blobKey = `${prefix}sources/${sha256}.${extension}`;
        const isThere = stored.has(blobKey) || (await bucket.head(blobKey)) !== undefined;
        if (!isThere) await bucket.put(blobKey, { bytes, mediaType });
        stored.add(blobKey);
        return { sha256, blobKey, mediaType };
      }),
    read: async source => {
      if ('url' in source) return { type: 'url', url: source.url };
      if (bucket === undefined || source.blobKey === undefined) throw noBucket();
      const blob = await bucket.get(source.blobKey);
      if (blob) return { type: 'file', mediaType: source.mediaType, data: blob.bytes };
      throw invalidArgument('images', source.blobKey, 'an object that is still in the bucket of the run');
    },
  };
}

async function storeAll(
  { images = [], ...job }: BulkJob,
  store: (image: string | Uint8Array) => Promise<StoredSource>,
): Promise<StoredJob> {
  if (images.length === 0) return job;
  const sources = await Promise.all(
    images.map(async (image, index) => {
      if (typeof image === 'string' && isUrl(image)) return { url: image };
      const source = await store(image).catch((error: unknown) => {
        if (BulkError.isInstance(error)) throw error;
        throw invalidArgument(`images[${index}]`, image, `a file that can be read (${messageOf(error)})`);
      });
      if (!('url' in source) && !source.mediaType.startsWith('image/')) {
        throw invalidArgument(`images[${index}]`, image, 'a JPEG, PNG or WebP image');
      }
      return source;
    }),
  );
  return { ...job, sources };
}

function noBucket(): BulkError {
  return new BulkError('setup', {
    message:
      'Failed to put a source image into the queue: other machines cannot read it here. Give a bucket (--bucket), or the address of the image. Nothing was sent.',
  });
}
