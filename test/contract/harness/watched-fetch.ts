/** A `fetch`, and whether one of its requests is under way. */
export interface WatchedFetch {
  readonly fetch: typeof globalThis.fetch;
  isBusy(): boolean;
}

/** Counts the requests of a `fetch`, so that time can stand still while one is under way. */
export function watchFetch(fetch: typeof globalThis.fetch): WatchedFetch {
  let pending = 0;
  return {
    isBusy: () => pending > 0,
    async fetch(input, init) {
      pending += 1;
      try {
        return await fetch(input, init);
      } finally {
        pending -= 1;
      }
    },
  };
}
