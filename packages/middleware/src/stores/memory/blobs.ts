import { parseStrict, wholeNumberSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { checkBlobKey } from '../blob-key.ts';
import type { Blob, BlobStore } from '../blob-store.ts';
import { createLru } from './lru.ts';

/** How much a store of pictures in memory holds. */
export interface MemoryBlobsOptions {
  /** Bytes in all; pictures that were used longest ago go first. Default 100 MB. */
  readonly maxBytes?: number | undefined;
}

const optionsSchema = lazy(() => z.strictObject({ maxBytes: wholeNumberSchema(1).default(100_000_000) }));

/**
 * Keeps pictures in the memory of this process; they have no address.
 *
 * @throws InvalidArgumentError naming the option
 * @example
 * const blobs = memoryBlobs({ maxBytes: 20_000_000 });
 */
export function memoryBlobs(options: MemoryBlobsOptions = {}): BlobStore {
  const { maxBytes } = parseStrict(optionsSchema(), options, '');
  const blobs = createLru<Blob & { putAt: number }>(maxBytes, ({ bytes }) => bytes.byteLength);
  return {
    async put(key, { bytes, mediaType }) {
      checkBlobKey(key);
      if (bytes.byteLength > maxBytes) {
        throw new RangeError(
          `Failed to keep ${key} in memory: it has ${bytes.byteLength} bytes, and maxBytes is ${maxBytes}. Raise maxBytes.`,
        );
      }
      // What a caller does with its bytes later must not change these.
      blobs.set(key, { bytes: bytes.slice(), mediaType, putAt: Date.now() });
    },
    async get(key) {
      const blob = blobs.get(checkBlobKey(key));
      return blob && { bytes: blob.bytes.slice(), mediaType: blob.mediaType };
    },
    async head(key) {
      const blob = blobs.peek(checkBlobKey(key));
      return blob && { byteLength: blob.bytes.byteLength, mediaType: blob.mediaType };
    },
    async delete(key) {
      blobs.delete(checkBlobKey(key));
    },
    async url() {
      return undefined;
    },
    async forget({ prefix, before }) {
      return blobs.deleteWhere((key, { putAt }) => key.startsWith(prefix) && putAt < before);
    },
  };
}
