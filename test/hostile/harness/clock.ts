import { vi } from 'vitest';

/** How far time moves at once, in milliseconds. */
const stepMs = 500;

/** Runs work that waits for fake timers only: time moves whenever all that can happen has happened. */
export async function withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  try {
    const running = { isOver: false };
    const outcome = work().finally(() => {
      running.isOver = true;
    });
    // Handled where it is awaited; here it only must not be reported in between.
    outcome.catch(() => undefined);
    while (!running.isOver) {
      for (let turn = 0; turn < 8 && !running.isOver; turn++) await nextTurn();
      if (!running.isOver) await vi.advanceTimersByTimeAsync(stepMs);
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
