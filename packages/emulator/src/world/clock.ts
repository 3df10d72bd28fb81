import { setMaxListeners } from 'node:events';

/** Waits, without end if that is `Infinity`; ends early, without an error, when one of the signals aborts. */
export async function sleep(milliseconds: number, ...signals: AbortSignal[]): Promise<void> {
  if (milliseconds <= 0 || signals.some(signal => signal.aborted)) return;
  // Any number of requests may wait: Node 20 would take more than ten for a leak.
  setMaxListeners(0, ...signals);
  await new Promise<void>(resolve => {
    const timer = milliseconds === Infinity ? undefined : setTimeout(finish, milliseconds);
    for (const signal of signals) signal.addEventListener('abort', finish);
    // The emulator's own signal lives long and would collect listeners.
    function finish(): void {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
