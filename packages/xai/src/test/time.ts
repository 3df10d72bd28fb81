import { onTestFinished, vi } from 'vitest';

/** Stops the clock for one test: it goes on by `finish` alone. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: 0 });
  onTestFinished(() => void vi.useRealTimers());
}

/** Lets sockets and timers go on until a promise settles, at so many milliseconds for each round. */
export async function finish<T>(promise: Promise<T>, stepMs = 100): Promise<T> {
  const state = { isPending: true };
  const settle = () => {
    state.isPending = false;
  };
  void promise.then(settle, settle);
  while (state.isPending) {
    for (let turn = 0; turn < 30; turn++) await new Promise(resolve => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(stepMs);
  }
  return promise;
}
