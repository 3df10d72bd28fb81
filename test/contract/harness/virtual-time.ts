import { vi } from 'vitest';

/** How far time moves at once while nothing travels, in milliseconds. */
const stepMs = 50;

/** A request may itself wait for a timer of the emulator, so after this many real milliseconds time moves all the same. */
const patienceMs = 25;

/**
 * Runs work whose waits would take seconds: timers and the clock are fake, sockets are real, and time hardly passes
 * while a request is under way.
 */
export async function inVirtualTime<T>(isBusy: () => boolean, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const progress = { isSettled: false };
  try {
    const outcome = work().finally(() => {
      progress.isSettled = true;
    });
    const [result] = await Promise.allSettled([outcome, letTimePass(isBusy, progress)]);
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  } finally {
    vi.useRealTimers();
  }
}

async function letTimePass(isBusy: () => boolean, progress: { readonly isSettled: boolean }): Promise<void> {
  let movedAt = performance.now();
  while (!progress.isSettled) {
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    if (progress.isSettled || (isBusy() && performance.now() - movedAt < patienceMs)) continue;
    await vi.advanceTimersByTimeAsync(stepMs);
    movedAt = performance.now();
  }
}
