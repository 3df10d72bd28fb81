/**
 * Where the index of a cache is kept: texts by key, for a time. Keyv has this shape, and so do most stores. It may lose
 * whatever it holds at any time.
 */
export interface CacheStore {
  get(key: string): PromiseLike<unknown>;
  /** @param ttlMs - milliseconds after which it is gone */
  set(key: string, value: string, ttlMs?: number): PromiseLike<unknown>;
  delete(key: string): PromiseLike<unknown>;
  /** Deletes what has a key that begins so and was set before, and says how many; absent where the store cannot. */
  forget?(what: { readonly prefix: string; readonly before: number }): PromiseLike<number>;
}
