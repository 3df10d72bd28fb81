import { APICallError } from '@ai-sdk/provider';
import { invalidArgument } from '../messages/invalid-argument.ts';
import { retryAfterMs } from './retry-after.ts';
import { abortReasonOf, throwIfAborted } from './signal.ts';

/** Requests that may be sent in any second and in any minute; what is absent is not limited. */
export interface RateLimit {
  readonly perSecond?: number | undefined;
  readonly perMinute?: number | undefined;
}

/**
 * Sends a request as soon as the limit allows. Those that wait go first come, first served.
 *
 * @throws the abort reason while it waits, and whatever the request throws
 */
export type RateLimiter = <T>(send: () => Promise<T>, abortSignal: AbortSignal | undefined) => Promise<T>;

/**
 * Added to both windows, in milliseconds: the service counts when requests arrive, and one that had to open its
 * connection arrives later than one that had not.
 */
const slackMs = 35;

/** For how long nothing is sent after a 429, in milliseconds: what the service asks for, but no longer than its longest window. */
const usualPauseMs = 1000;
const longestPauseMs = 60_000;

/**
 * Makes a limiter for this process. Both windows slide, so that no service can count more than the limit, wherever its
 * own windows begin. A 429 that comes all the same, because others use the same account, stops everything that
 * waits for as long as the service asks.
 *
 * @throws InvalidArgumentError when there is no limit, or one is not a whole number above 0
 * @example
 * const limited = createRateLimiter({ perSecond: 5, perMinute: 300 });
 * await limited(() => fetch(url), abortSignal);
 */
export function createRateLimiter(limit: RateLimit): RateLimiter {
  const { perSecond, perMinute } = limit;
  if (perSecond === undefined && perMinute === undefined) {
    throw invalidArgument('rateLimit', limit, '{ perSecond, perMinute }, or one of them');
  }
  const second = { most: readLimit('perSecond', perSecond), lengthMs: 1000 + slackMs };
  const minute = { most: readLimit('perMinute', perMinute), lengthMs: 60_000 + slackMs };
  const waiting = new Set<() => void>();
  let sentAt: number[] = [];
  let pausedUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Lets go of those whose turn it is, and sets the timer for the next one. */
  function letGo(): void {
    clearTimeout(timer);
    for (const go of waiting) {
      // Not `Date`: a clock that is set back would stop everything.
      const now = performance.now();
      const freeAt = [second, minute].map(({ most, lengthMs }) => (sentAt.at(-most) ?? -lengthMs) + lengthMs);
      const waitMs = Math.max(pausedUntil, ...freeAt) - now;
      if (waitMs > 0) {
        timer = setTimeout(letGo, Math.ceil(waitMs));
        return;
      }
      sentAt = [...sentAt.filter(time => time > now - minute.lengthMs), now];
      go();
    }
  }

  function turn(abortSignal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(go);
        abortSignal?.removeEventListener('abort', giveUp);
      };
      const go = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        letGo();
        reject(abortSignal && abortReasonOf(abortSignal));
      };
      abortSignal?.addEventListener('abort', giveUp);
      waiting.add(go);
      letGo();
    });
  }

  return async (send, abortSignal) => {
    throwIfAborted(abortSignal);
    await turn(abortSignal);
    try {
      return await send();
    } catch (error) {
      if (isRateLimited(error)) {
        const asked = retryAfterMs(error.responseHeaders ?? {}) ?? usualPauseMs;
        pausedUntil = Math.max(pausedUntil, performance.now() + Math.min(asked, longestPauseMs));
        letGo();
      }
      throw error;
    }
  };
}

/** For how long a limit is kept after the last 429, in milliseconds: its longest window. */
const neededMs = 60_000;

/**
 * Makes a limiter that lets everything pass until the service says 429, and keeps to a limit from then on, for as long as
 * it is needed, so that an account with a higher limit is not held back.
 *
 * @param limit - what the service documents
 * @throws InvalidArgumentError as `createRateLimiter`
 * @example
 * const limited = createAutoRateLimiter({ perSecond: 5, perMinute: 300 });
 */
export function createAutoRateLimiter(limit: RateLimit): RateLimiter {
  const limited = createRateLimiter(limit);
  let neededUntil = Number.NEGATIVE_INFINITY;
  return async (send, abortSignal) => {
    const watched = async () => {
      try {
        return await send();
      } catch (error) {
        if (isRateLimited(error)) neededUntil = performance.now() + neededMs;
        throw error;
      }
    };
    return performance.now() < neededUntil ? limited(watched, abortSignal) : watched();
  };
}

function isRateLimited(error: unknown): error is APICallError {
  return APICallError.isInstance(error) && error.statusCode === 429;
}

function readLimit(name: keyof RateLimit, limit: number | undefined): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalidArgument(`rateLimit.${name}`, limit, 'a whole number above 0');
  }
  return limit;
}
