import { vi } from 'vitest';

/** How far time moves at once while nothing travels, in milliseconds. */
const stepMs = 50;

/** A request may itself wait for a timer of the emulator, so time moves all the same, by so many milliseconds … */
const busyStepMs = 10;

/** … whenever so many real milliseconds have passed. */
const patienceMs = 5;

/** The clock that nobody moves. */
const realNow = performance.now.bind(performance);

/**
 * Runs work whose waits would take seconds: timers and the clock are fake, sockets are real, and time hardly passes
 * while a request is under way.
 */
export async function inVirtualTime<T>(isBusy: () => boolean, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
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
  let movedAt = realNow();
  while (!progress.isSettled) {
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    const isWaitedFor = isBusy();
    if (progress.isSettled || (isWaitedFor && realNow() - movedAt < patienceMs)) continue;
    await vi.advanceTimersByTimeAsync(isWaitedFor ? busyStepMs : stepMs);
    movedAt = realNow();
  }
}
