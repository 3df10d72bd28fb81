import type { JsonObject } from '@grok-image/core';
import type { BlobStore } from '../stores/blob-store.ts';
import type { ImageResult } from './model.ts';
import { askStore } from './store-call.ts';
import { metadataKey, tellOf } from './told.ts';

/** Pictures that were put into the caller's own store have addresses there, which are signed anew. */
export async function withFreshAddresses(result: ImageResult, blobs: BlobStore): Promise<ImageResult> {
  const told = result.providerMetadata[metadataKey]?.images ?? [];
  const urls = await Promise.all(
    told.map(async ({ blobKey }) => {
      if (typeof blobKey !== 'string') return undefined;
      const signed = await askStore('sign an address', async () => blobs.url(blobKey));
      return signed.isThere ? signed.value : undefined;
    }),
  );
  return tellOf(result, (index): JsonObject => {
    const url = urls[index];
    return url === undefined ? {} : { url };
  });
}
