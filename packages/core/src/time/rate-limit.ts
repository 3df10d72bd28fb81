import { APICallError } from '@ai-sdk/provider';
import { markOutcome } from '../errors/own-error.ts';
import { invalidArgument } from '../messages/invalid-argument.ts';
import { retryAfterMs } from './retry-after.ts';
import { abortReasonOf, throwIfAborted } from './signal.ts';

/** Requests that may be sent in any second and in any minute; what is absent is not limited. */
export interface RateLimit {
  readonly perSecond?: number | undefined;
  readonly perMinute?: number | undefined;
  /** Longest time that a request waits for its turn, in milliseconds; default as long as its call has time. */
  readonly maxWaitMs?: number | undefined;
}

/** A request that may have to wait for its turn. */
export interface RateLimitedRequest {
  /** Services may count each model by itself. */
  readonly modelId: string;
  readonly abortSignal: AbortSignal | undefined;
  /** By `performance.now()`: its turn has to come before, as later there is no time left to make an image. */
  readonly startsBy: number;
}

/** What a request brought: a limiter may learn from the headers of the answer. */
export interface AnsweredRequest {
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/**
 * Sends a request as soon as the limit allows. Those that wait go first come, first served. A request that is turned away
 * by 429 gets into the line again, until `startsBy`.
 *
 * @throws the abort reason while it waits, and whatever the request throws; an APICallError of status 429, whose
 * `isRetryable` is true, when its turn does not come in time
 */
export type RateLimiter = <T extends AnsweredRequest>(
  send: () => Promise<T>,
  request: RateLimitedRequest,
) => Promise<T>;

/**
 * Added to both windows, in milliseconds: the service counts when requests arrive, and one that had to open its
 * connection arrives later than one that had not.
 */
const slackMs = 35;

/**
 * For how long nothing is sent after a 429, in milliseconds: what the service asks for, but no longer than its longest
 * window, and never so short that it is asked without end.
 */
const leastPauseMs = 100;
const usualPauseMs = 1000;
const longestPauseMs = 60_000;

/**
 * Makes a limiter for this process. Both windows slide, so that no service can count more than the limit, wherever its
 * own windows begin. A 429 that comes all the same, because others use the same account, stops everything that
 * waits for as long as the service asks.
 *
 * @throws InvalidArgumentError when there is no limit, or one is not a whole number above 0
 * @example
 * const limited = createRateLimiter({ perSecond: 5, perMinute: 300, maxWaitMs: 30_000 });
 * await limited(send, { modelId, abortSignal, startsBy: performance.now() + 60_000 });
 */
export function createRateLimiter(limit: RateLimit): RateLimiter {
  return toLimiter(createLine(limit), () => true);
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
  const line = createLine(limit);
  return toLimiter(line, () => performance.now() < line.limitedAt + neededMs);
}

function toLimiter(line: Line, isNeeded: () => boolean): RateLimiter {
  return async (send, request) => {
    throwIfAborted(request.abortSignal);
    const startsBy = Math.min(request.startsBy, performance.now() + line.maxWaitMs);
    for (;;) {
      if (isNeeded()) await line.turn(request, startsBy);
      try {
        return await send();
      } catch (error) {
        if (!isRateLimited(error)) throw error;
        const asked = Math.max(leastPauseMs, retryAfterMs(error.responseHeaders ?? {}) ?? usualPauseMs);
        line.pause(Math.min(asked, longestPauseMs));
        if (!error.isRetryable || performance.now() + asked >= startsBy) throw error;
      }
    }
  };
}

/** Those that wait for their turn. */
interface Line {
  readonly maxWaitMs: number;
  /** When the service last said 429, by `performance.now()`. */
  readonly limitedAt: number;
  turn(request: RateLimitedRequest, startsBy: number): Promise<void>;
  /** Notes a 429: nobody's turn comes for so many milliseconds. */
  pause(milliseconds: number): void;
}

function createLine(limit: RateLimit): Line {
  const { perSecond, perMinute } = limit;
  if (perSecond === undefined && perMinute === undefined) {
    throw invalidArgument('rateLimit', limit, '{ perSecond, perMinute }, or one of them');
  }
  const second = { most: readLimit('perSecond', perSecond), lengthMs: 1000 + slackMs };
  const minute = { most: readLimit('perMinute', perMinute), lengthMs: 60_000 + slackMs };
  const maxWaitMs = readLimit('maxWaitMs', limit.maxWaitMs);
  const mostKept = Math.max(...[second.most, minute.most].filter(Number.isFinite));
  const waiting = new Set<() => void>();
  /** When the last requests went, as many as count. */
  const sentAt: number[] = [];
  let pausedUntil = 0;
  let limitedAt = Number.NEGATIVE_INFINITY;
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
      if (sentAt.push(now) > mostKept) sentAt.shift();
      go();
    }
  }

  function turn({ modelId, abortSignal }: RateLimitedRequest, startsBy: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let patience: ReturnType<typeof setTimeout> | undefined;
      const leave = () => {
        waiting.delete(go);
        clearTimeout(patience);
        abortSignal?.removeEventListener('abort', giveUp);
      };
      const go = () => {
        leave();
        resolve();
      };
      const end = (reason: unknown) => {
        leave();
        letGo();
        reject(reason);
      };
      const giveUp = () => end(abortSignal && abortReasonOf(abortSignal));
      abortSignal?.addEventListener('abort', giveUp);
      waiting.add(go);
      letGo();
      const patienceMs = Math.max(0, startsBy - performance.now());
      if (waiting.has(go) && patienceMs < longestPatienceMs) {
        patience = setTimeout(() => end(noTurn(modelId, waiting.size, patienceMs)), patienceMs);
      }
    });
  }

  return {
    maxWaitMs,
    get limitedAt() {
      return limitedAt;
    },
    turn,
    pause(milliseconds) {
      limitedAt = performance.now();
      pausedUntil = Math.max(pausedUntil, limitedAt + milliseconds);
      letGo();
    },
  };
}

/** What a timer can be set to, in milliseconds; a longer time is no limit in practice. */
const longestPatienceMs = 2 ** 31 - 1;

/** Nothing was sent, which AI SDK may repeat. */
function noTurn(modelId: string, waiting: number, waitedMs: number): APICallError {
  const others = waiting === 0 ? '' : `, and ${waiting} more wait`;
  return markOutcome(
    new APICallError({
      message: `Failed to send a request for ${modelId}: its turn under the rate limit did not come within ${Math.round(waitedMs)} ms${others}. Nothing was sent. Send less at once, or wait longer by timeout and rateLimit.maxWaitMs.`,
      url: '',
      requestBodyValues: {},
      statusCode: 429,
      responseHeaders: { 'retry-after': String(usualPauseMs / 1000) },
      isRetryable: true,
    }),
    'not-started',
  );
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
