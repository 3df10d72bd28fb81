import { setMaxListeners } from 'node:events';

/** Waits; ends early, without an error, when one of the signals aborts. */
export async function sleep(milliseconds: number, ...signals: AbortSignal[]): Promise<void> {
  if (milliseconds > 0) await firstOf(signals, milliseconds);
}

/** Ends when one of the signals aborts. */
export async function untilAborted(...signals: AbortSignal[]): Promise<void> {
  await firstOf(signals);
}

/** Listeners are removed afterwards: the emulator's own signal lives long and would collect them. */
async function firstOf(signals: readonly AbortSignal[], milliseconds?: number): Promise<void> {
  if (signals.some(signal => signal.aborted)) return;
  // Any number of requests may wait: Node 20 would take more than ten for a leak.
  setMaxListeners(0, ...signals);
  await new Promise<void>(resolve => {
    const timer = milliseconds === undefined ? undefined : setTimeout(finish, milliseconds);
    for (const signal of signals) signal.addEventListener('abort', finish);
    function finish(): void {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
