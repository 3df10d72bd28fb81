import { setMaxListeners } from 'node:events';

/** The longest time of a timer, in milliseconds; longer ones would end at once. */
const longest = 2_147_483_647;

/** Waits, without end beyond the longest time of a timer; ends early, without an error, when one of the signals aborts. */
export async function sleep(milliseconds: number, ...signals: AbortSignal[]): Promise<void> {
  if (milliseconds <= 0 || signals.some(signal => signal.aborted)) return;
  // Any number of requests may wait: Node 20 would take more than ten for a leak.
  setMaxListeners(0, ...signals);
  await new Promise<void>(resolve => {
    const timer = milliseconds > longest ? undefined : setTimeout(finish, milliseconds);
    for (const signal of signals) signal.addEventListener('abort', finish);
    // The emulator's own signal lives long and would collect listeners.
    function finish(): void {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}

/** A time as JSON has it, or the last one that there is: a test may let things last without end. */
export function isoDate(time: number): string {
  return new Date(Math.min(time, 8.64e15)).toISOString();
}
