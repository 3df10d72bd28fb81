import { APICallError } from '@ai-sdk/provider';
import { retryAfterMs } from '../time/retry-after.ts';
import { wait } from '../time/wait.ts';

/** How often a part of a split call is repeated when it is certain that it never started, unless it met a rate limit. */
const mostRepeats = 2;
const firstWaitMs = 1000;
/** For how long a part that meets a rate limit is repeated where a call has no time limit, in milliseconds. */
const longestLimitedMs = 300_000;
/** Longest wait before a part is repeated, in milliseconds: the paid images of the parts beside it wait as long. */
const longestWaitMs = 60_000;

/** A request of a call of several. */
export interface Part<T> {
  readonly abortSignal: AbortSignal | undefined;
  readonly send: () => Promise<T>;
}

/** Which parts are sent again. */
export interface RepeatRules {
  /** By `performance.now()`, after which a part is not sent any more; default in five minutes. */
  readonly startsBy?: number;
  /** Tells that an error leaves nothing started; by default what `isRetryable` of our own errors says. */
  readonly isUnstarted?: (error: unknown) => boolean;
}

/**
 * Sends the parts of a call at once, and keeps what each brings. A part that certainly never started is repeated as soon
 * as one beside it may be paid, as AI SDK must not start the whole call over then; where none was started, whoever asked
 * decides what comes next, as for a call of one request.
 */
export async function settleParts<T>(
  parts: readonly Part<T>[],
  { startsBy = performance.now() + longestLimitedMs, isUnstarted = () => true }: RepeatRules,
): Promise<PromiseSettledResult<T>[]> {
  let decide: ((isPaid: boolean) => void) | undefined;
  const isAnyPaid = new Promise<boolean>(resolve => {
    decide = resolve;
  });
  let unstarted = 0;
  return Promise.allSettled(
    parts.map(async part => {
      try {
        const result = await part.send();
        decide?.(true);
        return result;
      } catch (error) {
        if (!mayRepeat(error, isUnstarted)) decide?.(true);
        else if (++unstarted === parts.length) decide?.(false);
        if (!(await isAnyPaid)) throw error;
        return repeatAfter(error, part, { startsBy, isUnstarted });
      }
    }),
  );
}

/**
 * Sends what certainly never started again: as long as there is time where the service says that there are too many, twice
 * where it cannot be reached. Waits have jitter, so that parts do not come back at the same moment.
 *
 * @throws the error of the request, after that or when it may have started, and the abort reason
 */
export async function repeatUnstarted<T>(
  send: () => Promise<T>,
  {
    abortSignal,
    startsBy = performance.now() + longestLimitedMs,
    isUnstarted = () => true,
  }: RepeatRules & Pick<Part<T>, 'abortSignal'>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    return repeatAfter(error, { send, abortSignal }, { startsBy, isUnstarted });
  }
}

/** @param failure - of the first time */
async function repeatAfter<T>(
  failure: unknown,
  { send, abortSignal }: Part<T>,
  { startsBy, isUnstarted }: Required<RepeatRules>,
): Promise<T> {
  let error = failure;
  for (let repeat = 0; ; repeat++) {
    if (!mayRepeat(error, isUnstarted)) throw error;
    const isLimited = error.statusCode === 429;
    const asked = retryAfterMs(error.responseHeaders ?? {}) ?? firstWaitMs * 2 ** Math.min(repeat, 4);
    const waitMs = asked + Math.random() * Math.max(asked / 4, firstWaitMs / 4);
    const isOver = (!isLimited && repeat >= mostRepeats) || performance.now() + waitMs > startsBy;
    if (isOver || asked > longestWaitMs) throw error;
    await wait(waitMs, abortSignal);
    try {
      return await send();
    } catch (next) {
      error = next;
    }
  }
}

function mayRepeat(error: unknown, isUnstarted: (error: unknown) => boolean): error is APICallError {
  return APICallError.isInstance(error) && error.isRetryable && isUnstarted(error);
}
