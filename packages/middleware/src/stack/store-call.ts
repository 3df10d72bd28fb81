import { withDeadline } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';

/** Longest time for one call of a store, in milliseconds: accounting, caching and tracing never delay a picture. */
export const storeDeadlineMs = 250;

/** The same for pictures, which have megabytes. */
const blobDeadlineMs = 10_000;

/** What came of a call of a store. */
export type StoreAnswer<T> =
  | { readonly isThere: true; readonly value: T }
  | { readonly isThere: false; readonly reason: string };

/**
 * Asks a store, for a quarter of a second at most. It never throws: what a store that is away means is for the caller to
 * say.
 *
 * @param what - completes "Failed to …", e.g. `read the cache`
 * @example
 * const answer = await askStore('read the cache', () => store.get(key));
 * if (!answer.isThere) warnings.push(answer.reason);
 */
export function askStore<T>(what: string, ask: () => PromiseLike<T>): Promise<StoreAnswer<T>> {
  return askWithin(storeDeadlineMs, what, ask);
}

/** Asks a store of pictures, for ten seconds at most. It never throws. */
export function askBlobs<T>(what: string, ask: () => PromiseLike<T>): Promise<StoreAnswer<T>> {
  return askWithin(blobDeadlineMs, what, ask);
}

async function askWithin<T>(
  timeoutMs: number,
  what: string,
  ask: () => PromiseLike<T>,
): Promise<StoreAnswer<T>> {
  const onTimeout = () => new RangeError(`no answer within ${timeoutMs} ms`);
  try {
    const value = await withDeadline({ timeoutMs, abortSignal: undefined, onTimeout }, async () => ask());
    return { isThere: true, value };
  } catch (error) {
    return { isThere: false, reason: `Failed to ${what}: ${messageOf(error).replace(/\.$/, '')}.` };
  }
}
