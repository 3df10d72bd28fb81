import type { RunView } from '../protocol/run.ts';

/** Tells everybody who looks on what changes. */
export interface Hub {
  tell(run: RunView): void;
  /** @returns what stops it */
  listen(listener: (run: RunView) => void): () => void;
}

export function createHub(): Hub {
  const listeners = new Set<(run: RunView) => void>();
  return {
    tell(run) {
      for (const listener of listeners) listener(run);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
