import * as z from 'zod/v4';
import type { BlobStore } from './blob-store.ts';

const methods = ['put', 'get', 'head', 'delete', 'url', 'forget'] as const satisfies (keyof BlobStore)[];

/** A store of pictures, passed on as it is. */
export const blobStoreSchema: z.ZodType<BlobStore> = z.custom<BlobStore>(
  (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    methods.every(name => typeof Reflect.get(value, name) === 'function'),
  `a store of pictures, with the methods ${methods.join(', ')}`,
);
