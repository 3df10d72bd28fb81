import { abortReasonOf, throwIfAborted } from './signal.ts';

/** Longest time a timer can be set to, in milliseconds (24.8 days); beyond it, timers fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Waits, and stops at once when the signal is aborted, rejecting with the signal's own reason.
 *
 * @param milliseconds - how long to wait
 */
export function wait(milliseconds: number, abortSignal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    throwIfAborted(abortSignal);
    const stop = () => {
      clearTimeout(timer);
      abortSignal?.removeEventListener('abort', giveUp);
    };
    const giveUp = () => {
      stop();
      reject(abortSignal && abortReasonOf(abortSignal));
    };
    const timer = setTimeout(
      () => {
        stop();
        resolve();
      },
      Math.min(milliseconds, longestTimerMs),
    );
    abortSignal?.addEventListener('abort', giveUp);
  });
}

/** Wait after a first attempt, and the longest one that is not asked for, in milliseconds. */
const usualFirstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * How long to wait after the failure of an attempt, in milliseconds: exponential, at most half a minute, with jitter, so
 * that many callers do not come back at the same moment.
 *
 * @param attempt - 1 for the first one
 */
export function backoffMs(attempt: number, firstWaitMs: number = usualFirstWaitMs): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** What an attempt may take before its time is up, and the shortest wait that is cut for it, in milliseconds. */
const attemptMs = 5000;
const leastCutMs = 1000;

/**
 * How long to wait for another attempt where somebody asks to wait, in milliseconds: as long as that, unless the time would
 * be up by then. One more attempt costs nothing, and what it asks after may be paid.
 *
 * @param endsAt - when the time is up, by `performance.now()`; `undefined` for no end
 */
export function waitBefore(endsAt: number | undefined, askedMs: number): number {
  if (endsAt === undefined) return askedMs;
  const leftMs = endsAt - performance.now();
  return leftMs - askedMs >= attemptMs ? askedMs : Math.min(askedMs, Math.max(leftMs / 2, leastCutMs));
}

/** What one look at a running job found: its result, or how long to wait before the next look. */
export type PollOutcome<T> = { done: true; value: T } | { done: false; waitMs: number };

/**
 * Looks at a running job until it is done. Abort and deadline end it at once, during a look or between two.
 *
 * @example
 * const image = await poll(async signal => readStatus(signal), abortSignal);
 */
export async function poll<T>(
  look: (abortSignal: AbortSignal | undefined) => Promise<PollOutcome<T>>,
  abortSignal: AbortSignal | undefined,
): Promise<T> {
  for (;;) {
    const outcome = await look(abortSignal);
    if (outcome.done) return outcome.value;
    await wait(outcome.waitMs, abortSignal);
  }
}

/**
 * Runs work under a time limit and the caller's signal. Whatever ends it first rejects at once: the caller's own
 * abort reason, or `onTimeout()`, which is asked only then, so that it can name an id that was learned meanwhile.
 *
 * @param timeoutMs - milliseconds; `Infinity` is no limit in practice
 * @param run - the work; its second argument starts the time anew, where only a standstill is to end it
 * @throws the abort reason, what `onTimeout` gives, and whatever the work throws
 * @example
 * const onTimeout = () => new RangeError('no answer within a second');
 * await withDeadline({ timeoutMs: 1000, abortSignal, onTimeout }, signal => fetch(url, { signal }));
 */
export function withDeadline<T>(
  {
    timeoutMs,
    abortSignal,
    onTimeout,
  }: { timeoutMs: number; abortSignal: AbortSignal | undefined; onTimeout: () => Error },
  run: (abortSignal: AbortSignal, restart: () => void) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    throwIfAborted(abortSignal);
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const stopWatching = () => {
      isOver = true;
      clearTimeout(timer);
      abortSignal?.removeEventListener('abort', forward);
    };
    const start = () => {
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(() => end(onTimeout()), Math.min(timeoutMs, longestTimerMs));
    };
    const end = (reason: unknown) => {
      stopWatching();
      reject(reason);
      controller.abort(reason);
    };
    const forward = () => end(abortSignal && abortReasonOf(abortSignal));
    abortSignal?.addEventListener('abort', forward);
    start();
    const work = async () => run(controller.signal, start);
    work().finally(stopWatching).then(resolve, reject);
  });
}
