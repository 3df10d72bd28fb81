import { onTestFinished, vi } from 'vitest';

/** Stops the clock for one test: timers, `Date` and `performance` move only by `passTime`. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 0 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

/**
 * Lets time jump from timer to timer until a promise settles, while sockets go on for real.
 *
 * @param deadlines - timers that run beside the work and must not be jumped to
 */
export async function passTime<T>(promise: Promise<T>, deadlines = 0): Promise<T> {
  const state = { pending: true };
  const settle = () => {
    state.pending = false;
  };
  void promise.then(settle, settle);
  while (state.pending) {
    await turn();
    if (vi.getTimerCount() > deadlines) await vi.advanceTimersToNextTimerAsync();
  }
  return promise;
}

/** Lets time pass in small steps until a promise settles, so slowly that sockets are never overtaken. */
export async function passSlowly<T>(promise: Promise<T>, stepMs = 500): Promise<T> {
  const state = { pending: true };
  const settle = () => {
    state.pending = false;
  };
  void promise.then(settle, settle);
  while (state.pending) {
    for (let round = 0; round < 20; round++) await turn();
    await vi.advanceTimersByTimeAsync(stepMs);
  }
  return promise;
}

/** Lets sockets and promises go on until something is the case, without moving the clock. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

async function turn(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}
