import { backoffMs } from '@grok-image/core/internal';
import { letEnd } from '../stack/timers.ts';
import { askStore } from '../stack/store-call.ts';

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

export function createBackground(): Background {
  const running = new Set<Promise<unknown>>();
  const run = (work: () => Promise<unknown>) => {
    const promise = work().finally(() => running.delete(promise));
    running.add(promise);
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
