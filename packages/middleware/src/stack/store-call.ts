import { withDeadline } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';

/** Longest time for one call of a store, in milliseconds: accounting, caching and tracing never delay a picture. */
export const storeDeadlineMs = 250;

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
export async function askStore<T>(what: string, ask: () => PromiseLike<T>): Promise<StoreAnswer<T>> {
  try {
    const value = await withDeadline(
      { timeoutMs: storeDeadlineMs, abortSignal: undefined, onTimeout: noAnswer },
      async () => ask(),
    );
    return { isThere: true, value };
  } catch (error) {
    return { isThere: false, reason: `Failed to ${what}: ${messageOf(error).replace(/\.$/, '')}.` };
  }
}

function noAnswer(): RangeError {
  return new RangeError(`no answer within ${storeDeadlineMs} ms`);
}
