import { messageOf } from '@grok-image/core/internal';

/** Longest time for one call of a store, in milliseconds: accounting, caching and tracing never delay a picture. */
const storeDeadlineMs = 250;

/** The same for pictures, which have megabytes. */
const blobDeadlineMs = 10_000;

/**
 * In how many pieces that time passes. Where a process is busy, a timer is due before the answer is looked at that has
 * long been there: so a process that stands still, for however long, uses up one piece only.
 */
const pieces = 5;

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

function askWithin<T>(timeoutMs: number, what: string, ask: () => PromiseLike<T>): Promise<StoreAnswer<T>> {
  return new Promise(resolve => {
    const fail = (error: unknown) => {
      stop();
      resolve({ isThere: false, reason: `Failed to ${what}: ${messageOf(error).replace(/\.$/, '')}.` });
    };
    const succeed = (value: T) => {
      stop();
      resolve({ isThere: true, value });
    };
    const stop = startDeadline(timeoutMs, fail);
    try {
      // Somebody's store may answer at once.
      Promise.resolve(ask()).then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** Returns what stops it. */
function startDeadline(timeoutMs: number, fail: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pass = (piece: number) => {
    if (piece === pieces) fail(new RangeError(`no answer within ${timeoutMs} ms`));
    else timer = setTimeout(pass, timeoutMs / pieces, piece + 1);
  };
  pass(0);
  return () => clearTimeout(timer);
}
