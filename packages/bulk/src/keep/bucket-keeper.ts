import { inspectImage } from '@grok-image/core';
import type { BlobStore } from '@grok-image/middleware';
import { toPicture } from '@grok-image/middleware/internal';
import type { Keeper } from './keeper.ts';
import { nameOf } from './names.ts';
import { toSidecar } from './sidecar.ts';

/**
 * Keeps pictures as objects of a bucket. What a service has put there itself stays where it is. Objects of one name of
 * different jobs are told apart by the key of their job.
 *
 * @param prefix - of their keys, with a slash at its end
 */
export function bucketKeeper(bucket: BlobStore, prefix: string, sidecars: boolean): Keeper {
  return {
    async keep(record, index, picture) {
      if (!('bytes' in picture)) return picture;
      const { bytes, mediaType, extension, sha256 } = await toPicture(picture.bytes);
      const { name } = record.job;
      const base = name === undefined ? '' : `-${record.key.slice(0, 8)}`;
      const blobKey = `${prefix}${nameOf(record, index)}${base}.${extension}`;
      await bucket.put(blobKey, { bytes, mediaType });
      const info = inspectImage(bytes);
      const stored = {
        blobKey,
        mediaType,
        byteLength: bytes.byteLength,
        sha256,
        ...(info && { width: info.width, height: info.height }),
        ...(picture.metadata && { metadata: picture.metadata }),
      };
      if (sidecars) {
        const text = new TextEncoder().encode(toSidecar(record, stored));
        await bucket.put(`${blobKey}.json`, { bytes: text, mediaType: 'application/json' });
      }
      return stored;
    },
  };
}
