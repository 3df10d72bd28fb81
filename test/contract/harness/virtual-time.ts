import { vi } from 'vitest';

/** How far time moves at once while nothing travels, in milliseconds. */
const stepMs = 50;

/** A request may itself wait for a timer of the emulator, so time moves all the same, by so many milliseconds … */
const busyStepMs = 10;

/** … whenever so many real milliseconds have passed. */
const patienceMs = 5;

/** The clock that nobody moves. */
const realNow = performance.now.bind(performance);

/** Timers and the time of day, as far as a test moves them itself. */
export interface Clock {
  start(): void;
  /** Moves time by so many milliseconds, and runs what is due. */
  advance(milliseconds: number): Promise<unknown>;
  stop(): void;
}

const vitestClock: Clock = {
  start: () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }),
  advance: milliseconds => vi.advanceTimersByTimeAsync(milliseconds),
  stop: () => vi.useRealTimers(),
};

/**
 * Runs work whose waits would take seconds: timers and the clock are fake, sockets are real, and time hardly passes
 * while a request is under way.
 *
 * @param clock - another one than that of vitest, for a program that is no test
 */
export async function inVirtualTime<T>(
  isBusy: () => boolean,
  work: () => Promise<T>,
  clock: Clock = vitestClock,
): Promise<T> {
  clock.start();
  const progress = { isSettled: false };
  try {
    const outcome = work().finally(() => {
      progress.isSettled = true;
    });
    const [result] = await Promise.allSettled([outcome, letTimePass(isBusy, progress, clock)]);
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  } finally {
    clock.stop();
  }
}

async function letTimePass(
  isBusy: () => boolean,
  progress: { readonly isSettled: boolean },
  clock: Clock,
): Promise<void> {
  let movedAt = realNow();
  while (!progress.isSettled) {
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    const isWaitedFor = isBusy();
    if (progress.isSettled || (isWaitedFor && realNow() - movedAt < patienceMs)) continue;
    await clock.advance(isWaitedFor ? busyStepMs : stepMs);
    movedAt = realNow();
  }
}
