import { vi } from 'vitest';

/** Fake time after which work counts as hanging, in milliseconds: an hour. */
const longestMs = 3_600_000;

/** Runs work that waits for fake timers only: whenever all that can happen has happened, the next timer is due. */
export async function withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  try {
    const begunAt = Date.now();
    const running = { isOver: false };
    const outcome = work().finally(() => {
      running.isOver = true;
    });
    // Handled where it is awaited; here it only must not be reported in between.
    outcome.catch(() => undefined);
    while (!running.isOver) {
      for (let turn = 0; turn < 8 && !running.isOver; turn++) await nextTurn();
      if (!running.isOver) await vi.advanceTimersToNextTimerAsync();
      if (Date.now() - begunAt > longestMs) throw new RangeError('It hangs: an hour has passed.');
    }
    return await outcome;
  } finally {
    vi.useRealTimers();
  }
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}
