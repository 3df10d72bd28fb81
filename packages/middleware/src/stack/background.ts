import { backoffMs } from '@grok-image/core/internal';
import { letEnd } from './timers.ts';
import { askStore } from './store-call.ts';

/** How often a store is asked for what has to be done in the end; with growing pauses, that is two minutes. */
const mostAttempts = 10;

/** Work that nobody waits for. */
export interface Background {
  /** Does something now. It must not throw. */
  run(work: () => Promise<unknown>): void;
  /** Asks a store until it has answered. */
  insist(what: string, ask: () => Promise<unknown>): void;
  /** Waits until all of it is done. */
  flush(): Promise<void>;
}

/** What a platform is handed that it must not stop before it has ended, e.g. `context.waitUntil` of a function. */
export type WaitUntil = (work: Promise<unknown>) => void;

export function createBackground(waitUntil?: WaitUntil): Background {
  const running = new Set<Promise<unknown>>();
  const run = (work: () => Promise<unknown>) => {
    const promise = work().finally(() => running.delete(promise));
    running.add(promise);
    try {
      waitUntil?.(promise);
    } catch {
      // A platform that takes no work any more fails no generation.
    }
  };
  return {
    run,
    insist: (what, ask) =>
      run(async () => {
        for (let attempt = 1; attempt <= mostAttempts; attempt++) {
          const { isThere } = await askStore(what, ask);
          if (isThere) return;
          await pause(backoffMs(attempt));
        }
      }),
    async flush() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    letEnd(setTimeout(resolve, milliseconds));
  });
}
