import type { Emulator, ScriptedFault } from '@grok-image/emulator';

/** The emulator's `fetch`, watched: when its fault strikes, and whether something is under way. */
export interface StruckFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Whether an answer is due at once; one that is held back is not waited for. */
  isBusy(): boolean;
}

/** Virtual milliseconds until a request that gets no answer is looked at. */
const patienceMs = 40;

/** Real milliseconds after which a request counts as held back. */
const promptMs = 8;
/** The same for a picture, which may have 64 MiB, and for the placeholder of a withheld one, which is painted each time. */
const pictureMs = 200;
const paintingMs = 1000;

/** The clock that nobody moves. */
const realNow = performance.now.bind(performance);

/**
 * @param onStrike - called once, after the fault has done its work and before the caller learns of it
 */
export function createStruckFetch(
  emulator: Emulator,
  fault: ScriptedFault,
  onStrike: () => void,
): StruckFetch {
  const before = fault.remaining;
  const pending = new Set<{ readonly busyUntil: number }>();
  let hasStruck = false;
  const look = (): void => {
    if (hasStruck || fault.remaining === before) return;
    hasStruck = true;
    onStrike();
  };
  return {
    isBusy: () => [...pending].some(({ busyUntil }) => realNow() < busyUntil),
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      const entry = { busyUntil: realNow() + longestMs(url) };
      pending.add(entry);
      const timer = setTimeout(look, patienceMs);
      try {
        return await emulator.fetch(input, init);
      } finally {
        clearTimeout(timer);
        pending.delete(entry);
        look();
      }
    },
  };
}

function longestMs(url: string): number {
  if (url.includes('/blobs/blocked/')) return paintingMs;
  return /imgen|\/blobs\//.test(url) ? pictureMs : promptMs;
}
