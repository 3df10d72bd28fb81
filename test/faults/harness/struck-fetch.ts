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

/**
 * @param onStrike - called once, after the fault has done its work and before the caller learns of it
 */
export function createStruckFetch(
  emulator: Emulator,
  fault: ScriptedFault,
  onStrike: () => void,
): StruckFetch {
  const before = fault.remaining;
  const startedAt = new Set<{ readonly at: number }>();
  let hasStruck = false;
  const look = (): void => {
    if (hasStruck || fault.remaining === before) return;
    hasStruck = true;
    onStrike();
  };
  return {
    isBusy: () => [...startedAt].some(({ at }) => performance.now() - at < promptMs),
    async fetch(input, init) {
      const entry = { at: performance.now() };
      startedAt.add(entry);
      const timer = setTimeout(look, patienceMs);
      try {
        return await emulator.fetch(input, init);
      } finally {
        clearTimeout(timer);
        startedAt.delete(entry);
        look();
      }
    },
  };
}
