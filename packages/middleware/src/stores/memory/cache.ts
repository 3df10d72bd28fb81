import { parseStrict, wholeNumberSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { CacheStore } from '../cache-store.ts';
import { createLru } from './lru.ts';

/** How much a cache in memory holds. */
export interface MemoryCacheOptions {
  /** Entries; those that were used longest ago go first. Default 10,000. */
  readonly maxEntries?: number | undefined;
}

const optionsSchema = lazy(() => z.strictObject({ maxEntries: wholeNumberSchema(1).default(10_000) }));

/**
 * Keeps the index of a cache in the memory of this process.
 *
 * @throws InvalidArgumentError naming the option
 * @example
 * const store = memoryCache({ maxEntries: 1000 });
 */
export function memoryCache(options: MemoryCacheOptions = {}): Required<CacheStore> {
  const { maxEntries } = parseStrict(optionsSchema(), options, '');
  const entries = createLru<{ value: string; setAt: number; endsAt: number }>(maxEntries, () => 1);
  return {
    async get(key) {
      const entry = entries.get(key);
      if (entry === undefined || Date.now() < entry.endsAt) return entry?.value;
      entries.delete(key);
      return undefined;
    },
    async set(key, value, ttlMs = Number.POSITIVE_INFINITY) {
      const setAt = Date.now();
      entries.set(key, { value, setAt, endsAt: setAt + ttlMs });
    },
    async delete(key) {
      entries.delete(key);
    },
    async forget({ prefix, before }) {
      return entries.deleteWhere((key, { setAt }) => key.startsWith(prefix) && setAt < before);
    },
  };
}
