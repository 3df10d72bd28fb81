import { backoffMs, wait, waitBefore } from './wait.ts';

/** How something that is safe to repeat is repeated. */
export interface Repeating<T> {
  readonly mostAttempts: number;
  /** Wait before the second attempt in milliseconds, less up to half of it; each further one is twice as long. */
  readonly firstWaitMs: number;
  /** Longest wait in milliseconds that the other side may ask for; a longer one ends the repeating. */
  readonly longestAskedWaitMs: number;
  /** When the time is up, by `performance.now()`: before that, a wait that is asked for leaves room for an attempt. */
  readonly endsAt?: number | undefined;
  readonly abortSignal: AbortSignal | undefined;
  /** What to wait for before another attempt, `{}` for the usual time; `undefined` where the result is the last word. */
  readonly again: (result: T) => { readonly waitMs?: number | undefined } | undefined;
}

/**
 * The one loop that repeats: until a result is the last word, no attempt is left, or the other side asks for too long a
 * wait. Waits have jitter, so that many callers do not come back at the same moment.
 *
 * @returns the last result, whatever it is
 * @throws whatever `run` throws, and the abort reason
 * @example
 * const answer = await repeat(() => look(), { mostAttempts: 4, firstWaitMs: 500, longestAskedWaitMs: 60_000, abortSignal, again });
 */
export async function repeat<T>(
  run: () => Promise<T>,
  { mostAttempts, firstWaitMs, longestAskedWaitMs, endsAt, abortSignal, again }: Repeating<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const result = await run();
    const next = attempt < mostAttempts ? again(result) : undefined;
    if (next === undefined || (next.waitMs ?? 0) > longestAskedWaitMs) return result;
    const pauseMs =
      next.waitMs === undefined ? backoffMs(attempt, firstWaitMs) : waitBefore(endsAt, next.waitMs);
    await wait(pauseMs, abortSignal);
  }
}
