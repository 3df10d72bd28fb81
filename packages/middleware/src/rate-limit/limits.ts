import { APICallError } from '@ai-sdk/provider';
import type { AnsweredRequest, RateLimit } from '@grok-image/core';
import { backoffMs, randomId, throwIfAborted } from '@grok-image/core/internal';
import { classifyError } from '../stack/classify.ts';
import type { SlotWindow } from '../stores/slots.ts';
import { pauseAfter429, pauseAfterAnswer } from './learn.ts';
import { createLine, type Line } from './line.ts';
import type { RateLimitSettings } from './options.ts';
import { createSlotSource } from './slot-source.ts';
import type { Comer } from './waiter.ts';

/** First wait after a 429 that does not say how long, and the shortest and the longest one of all, in milliseconds. */
const firstPauseMs = 1000;
const leastPauseMs = 100;
const longestPauseMs = 60_000;

/** So many lines stay where nobody waits, as the next call has the same name mostly. */
const mostIdle = 100;

/** A request under a limit. */
export interface LimitedRequest extends Omit<Comer, 'isBack'> {
  /** What is counted together. */
  readonly name: string;
  /** `undefined` where a 429 alone makes it wait. */
  readonly limit: RateLimit | undefined;
}

/** What is told of the wait of a request. */
export interface Waited {
  /** Milliseconds of all its waits. */
  readonly queuedMs: number;
  /** When the last one began, by `performance.now()`. */
  readonly since: number;
  /** What it means that the store is away, where it is. */
  readonly problem: string | undefined;
}

/** The lines of all limits of a middleware. */
export interface Limits {
  /** Sends a request when its turn comes, and again when it is turned away by 429 and there is time. */
  run<T extends AnsweredRequest>(
    send: () => Promise<T>,
    request: LimitedRequest,
    onWaited?: (waited: Waited) => void,
  ): Promise<T>;
}

/** Makes the lines; nothing runs before the first request. */
export function createLimits({ slots, maxWaitMs, maxQueue, onWarning }: RateLimitSettings): Limits {
  const source = createSlotSource(slots, problem => onWarning?.(problem));
  const lines = new Map<string, Line>();
  let process: string | undefined;

  function lineOf({ name, limit }: LimitedRequest): Line {
    const known = lines.get(name);
    if (known !== undefined) return known;
    process ??= randomId();
    const windows = toWindows(limit, source.slackMs);
    const line = createLine({ name, windows, process, maxQueue, source });
    lines.set(name, line);
    return line;
  }

  return {
    async run(send, request, onWaited) {
      throwIfAborted(request.abortSignal);
      const startsBy = Math.min(request.startsBy, performance.now() + maxWaitMs);
      let queuedMs = 0;
      for (let attempt = 1; ; attempt++) {
        const cameAt = performance.now();
        await lineOf(request).turn({ ...request, startsBy, isBack: attempt > 1 });
        queuedMs += performance.now() - cameAt;
        onWaited?.({ queuedMs, since: cameAt, problem: source.problem });
        // All there is to know of it is in the store: there may be as many names as there are accounts.
        if (lines.size > mostIdle && lineOf(request).isIdle()) lines.delete(request.name);
        try {
          const answered = await send();
          const pauseMs = pauseAfterAnswer(answered.headers);
          if (pauseMs > 0) lineOf(request).pause(Math.min(pauseMs, longestPauseMs));
          return answered;
        } catch (error) {
          if (!isRateLimited(error)) throw error;
          const said = pauseAfter429(error.responseHeaders) ?? 2 * backoffMs(attempt, firstPauseMs);
          const asked = Math.max(leastPauseMs, said);
          lineOf(request).pause(Math.min(asked, longestPauseMs));
          if (!error.isRetryable || performance.now() + asked >= startsBy) throw error;
        }
      }
    },
  };
}

function toWindows(limit: RateLimit | undefined, slackMs: number): readonly SlotWindow[] {
  const { perSecond, perMinute } = limit ?? {};
  return [
    ...(perSecond === undefined ? [] : [{ most: perSecond, lengthMs: 1000 + slackMs }]),
    ...(perMinute === undefined ? [] : [{ most: perMinute, lengthMs: 60_000 + slackMs }]),
  ];
}

/** Not where the account cannot pay, which some say by the same status. */
function isRateLimited(error: unknown): error is APICallError {
  return (
    APICallError.isInstance(error) && error.statusCode === 429 && classifyError(error).class === 'rateLimit'
  );
}
