import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { BlobStore } from './blob-store.ts';
import type { CacheStore } from './cache-store.ts';
import type { Ledger } from './ledger.ts';
import type { Slots } from './slots.ts';

/** A schema of what has certain methods; words complete "Accepted: ". */
export function methodsSchema<THING extends object>(
  methods: readonly (keyof THING & string)[],
  words: string,
): z.ZodType<THING> {
  return z.custom<THING>(
    value =>
      typeof value === 'object' &&
      value !== null &&
      methods.every(name => typeof Reflect.get(value, name) === 'function'),
    `${words}, which has ${methods.join(', ')}`,
  );
}

export const cacheStoreSchema: () => z.ZodType<CacheStore> = lazy(() =>
  methodsSchema<CacheStore>(
    ['get', 'set', 'delete'],
    'a store for the index of a cache, e.g. memoryCache() or a Keyv',
  ),
);

export const blobStoreSchema: () => z.ZodType<BlobStore> = lazy(() =>
  methodsSchema<BlobStore>(
    ['put', 'get', 'head', 'delete', 'url', 'forget'],
    'a store for pictures, e.g. memoryBlobs(), folderBlobs() or s3()',
  ),
);

export const ledgerSchema: () => z.ZodType<Ledger> = lazy(() =>
  methodsSchema<Ledger>(
    ['reserve', 'markSent', 'settle', 'stop', 'lost', 'claim', 'advance', 'drop'],
    'a ledger, e.g. memoryLedger(), redisLedger() or postgresLedger()',
  ),
);

export const slotsSchema: () => z.ZodType<Slots> = lazy(() =>
  methodsSchema<Slots>(
    ['take', 'leave', 'pause'],
    'slots of a rate limit, e.g. memorySlots() or redisSlots()',
  ),
);
