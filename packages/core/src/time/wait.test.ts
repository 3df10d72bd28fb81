import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { errorOf } from '../test/catch.ts';
import { passTime, stopClock } from '../test/time.ts';
import { poll, wait, waitBefore, withDeadline, type PollOutcome } from './wait.ts';

const reason = new RangeError('changed my mind');

type Look = (abortSignal: AbortSignal | undefined) => Promise<PollOutcome<string>>;

/** What a wait has left behind: running timers, and listeners on a signal. */
function leftOver(signal?: AbortSignal): number {
  return vi.getTimerCount() + (signal ? getEventListeners(signal, 'abort').length : 0);
}

function tooLate(): Error {
  return new RangeError('too late');
}

function deadline(changes: Partial<Parameters<typeof withDeadline>[0]> = {}) {
  return { timeoutMs: 1000, abortSignal: undefined, onTimeout: tooLate, ...changes };
}

/** Work that never ends and does not look at its signal. */
function ignoreEverything(): Promise<never> {
  return new Promise(() => {});
}

describe('wait', () => {
  it('waits, and leaves nothing behind', async () => {
    stopClock();
    const { signal } = new AbortController();

    await passTime(wait(1500, signal));

    expect(Date.now()).toBe(1500);
    expect(leftOver(signal)).toBe(0);
  });

  it('rejects at once with the reason of the caller, and leaves nothing behind', async () => {
    stopClock();
    const controller = new AbortController();

    const failing = errorOf(wait(1500, controller.signal));
    vi.advanceTimersByTime(700);
    controller.abort(reason);

    expect(await failing).toBe(reason);
    expect(Date.now()).toBe(700);
    expect(leftOver(controller.signal)).toBe(0);
  });

  it('does not begin when the signal is aborted before', async () => {
    stopClock();

    await expect(wait(1500, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(leftOver()).toBe(0);
  });

  it('waits for weeks, where a timer set to more would fire at once', async () => {
    stopClock();

    await passTime(wait(2 ** 40, undefined));

    expect(Date.now()).toBe(2 ** 31 - 1);
  });
});

describe('waitBefore', () => {
  it.each([
    ['as long as is asked, where an attempt fits in afterwards', 65_000, 60_000, 60_000],
    ['half of what is left, where none does', 64_000, 60_000, 32_000],
    ['half of what is left, where the time would be up', 20_000, 3_600_000, 10_000],
    ['a second at least, so that the last attempts do not follow each other at once', 1500, 60_000, 1000],
    ['no longer than is asked', 1500, 250, 250],
    ['no time at all where none is asked', 100, 0, 0],
  ])('gives %s', (_, leftMs, askedMs, waitMs) => {
    stopClock();

    expect(waitBefore(performance.now() + leftMs, askedMs)).toBe(waitMs);
  });

  it('gives what is asked where there is no end', () => {
    expect(waitBefore(undefined, 3_600_000)).toBe(3_600_000);
  });
});

describe('poll', () => {
  it('looks until the job is done, waiting as each look says', async () => {
    stopClock();
    const waits = [100, 2000, 0];
    const looks: number[] = [];

    const value = await passTime(
      poll<string>(async () => {
        looks.push(Date.now());
        const waitMs = waits[looks.length - 1];
        return waitMs === undefined ? { done: true, value: 'cat' } : { done: false, waitMs };
      }, undefined),
    );

    expect(value).toBe('cat');
    expect(looks).toEqual([0, 100, 2100, 2100]);
  });

  it('ends between two looks as soon as the caller aborts', async () => {
    stopClock();
    const controller = new AbortController();
    const look = vi.fn<Look>(async () => ({ done: false, waitMs: 60_000 }));

    const failing = errorOf(poll(look, controller.signal));
    await vi.advanceTimersByTimeAsync(500);
    controller.abort(reason);

    expect(await failing).toBe(reason);
    expect(look).toHaveBeenCalledExactlyOnceWith(controller.signal);
    expect(leftOver(controller.signal)).toBe(0);
  });

  it('ends when a look fails', async () => {
    await expect(poll(() => Promise.reject(reason), undefined)).rejects.toBe(reason);
  });
});

describe('withDeadline', () => {
  it('gives what the work gives, and leaves nothing behind', async () => {
    stopClock();
    const { signal } = new AbortController();
    const onTimeout = vi.fn<() => Error>();

    const value = await passTime(
      withDeadline(deadline({ abortSignal: signal, onTimeout }), async inner => {
        await wait(999, inner);
        return 'cat';
      }),
    );

    expect(value).toBe('cat');
    expect(onTimeout).not.toHaveBeenCalled();
    expect(leftOver(signal)).toBe(0);
  });

  it('passes a failure of the work on, and leaves nothing behind', async () => {
    stopClock();
    const { signal } = new AbortController();
    const fail = () => {
      throw reason;
    };

    await expect(withDeadline(deadline({ abortSignal: signal }), fail)).rejects.toBe(reason);
    await expect(withDeadline(deadline({ abortSignal: signal }), async () => fail())).rejects.toBe(reason);
    expect(leftOver(signal)).toBe(0);
  });

  it('asks for the error only when time is up, so that it can name an id learned meanwhile', async () => {
    stopClock();
    let id = 'none';

    const error = await errorOf(
      passTime(
        withDeadline(deadline({ onTimeout: () => new RangeError(`too late for ${id}`) }), async signal => {
          await wait(400, signal);
          id = 'job-7';
          await wait(10_000, signal);
        }),
      ),
    );

    expect(error.message).toBe('too late for job-7');
    expect(Date.now()).toBe(1000);
    expect(leftOver()).toBe(0);
  });

  it('tells the work about the end, with the same reason', async () => {
    stopClock();
    const late = new RangeError('too late');
    const seen: unknown[] = [];

    await errorOf(
      passTime(
        withDeadline(deadline({ onTimeout: () => late }), async signal => {
          signal.addEventListener('abort', () => seen.push(signal.reason));
          await wait(10_000, signal);
        }),
      ),
    );

    expect(seen).toEqual([late]);
  });

  it('ends work that ignores its signal, by time limit and by the caller', async () => {
    stopClock();
    const controller = new AbortController();

    expect((await errorOf(passTime(withDeadline(deadline(), ignoreEverything)))).message).toBe('too late');

    const failing = errorOf(withDeadline(deadline({ abortSignal: controller.signal }), ignoreEverything));
    controller.abort(reason);
    expect(await failing).toBe(reason);
    expect(leftOver(controller.signal)).toBe(0);
  });

  it('does not begin when the signal is aborted before', async () => {
    const run = vi.fn<() => Promise<never>>(ignoreEverything);

    await expect(withDeadline(deadline({ abortSignal: AbortSignal.abort(reason) }), run)).rejects.toBe(
      reason,
    );
    expect(run).not.toHaveBeenCalled();
  });

  it('lets the reason of the caller win over the failure that it causes in the work', async () => {
    const controller = new AbortController();

    const failing = errorOf(
      withDeadline(
        deadline({ abortSignal: controller.signal }),
        signal =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () =>
              queueMicrotask(() => reject(new TypeError('fetch failed'))),
            );
          }),
      ),
    );
    controller.abort(reason);

    expect(await failing).toBe(reason);
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 40])(
    'takes %d ms as no limit, where a timer would fire at once',
    async timeoutMs => {
      stopClock();

      const value = await passTime(
        withDeadline(deadline({ timeoutMs }), async signal => {
          await wait(60_000, signal);
          return 'cat';
        }),
      );

      expect(value).toBe('cat');
    },
  );
});
