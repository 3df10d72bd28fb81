import type { BulkWorker } from '@grok-image/bulk';
import type { Stop } from '../exit/stop.ts';

/**
 * Lets a worker work until Ctrl-C, and then drain; a second Ctrl-C hands over at once what is under way.
 *
 * @returns when the worker is closed
 */
export async function untilStopped(worker: BulkWorker, stop: Stop, graceMs: number): Promise<void> {
  await aborted(stop.soft);
  const drained = worker.close(graceMs);
  await Promise.race([drained, aborted(stop.hard).then(() => worker.close(0))]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
