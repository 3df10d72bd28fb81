import { APICallError } from '@ai-sdk/provider';
import { randomId } from '../http/random-id.ts';
import type { ImageWarning } from '../messages/warning.ts';
import type { JsonObject } from '../schema/json.ts';
import { retryAfterMs } from '../time/retry-after.ts';
import { wait } from '../time/wait.ts';
import type { ImageBackend, ImageRequest, ImageResponse } from './backend.ts';
import type { ImageCall } from './call.ts';
import { joinFailures, reasonOf, toFailedRequest } from './failed-parts.ts';
import { fanOut, throwIfAborted } from '../time/signal.ts';

/** What became of the requests of one call: the answers in order, and a warning for each request that failed. */
export interface SettledCall {
  readonly responses: readonly ImageResponse[];
  /** The records of the requests that failed. */
  readonly failedRequests: readonly JsonObject[];
  readonly warnings: readonly ImageWarning[];
}

/** How often a part of a split call is repeated when it is certain that it never started, unless it met a rate limit. */
const mostRepeats = 2;
const firstWaitMs = 1000;
/** Time that a request needs at least, in milliseconds, or half of what its call has: with less, it is not sent any more. */
const neededMs = 60_000;
/** For how long a part that meets a rate limit is repeated where a call has no time limit, in milliseconds. */
const longestLimitedMs = 300_000;
/** Longest wait before a part is repeated, in milliseconds: the paid images of the parts beside it wait as long. */
const longestWaitMs = 60_000;

/** The requests that a call needs, all with the same deadline. */
export function toRequests(
  { maxImagesPerRequest, timeoutMs = Number.POSITIVE_INFINITY }: ImageBackend,
  call: ImageCall,
): readonly ImageRequest[] {
  const callId = randomId();
  const endsAt = performance.now() + timeoutMs;
  const startsBy = endsAt - Math.min(neededMs, timeoutMs / 2);
  return Array.from({ length: Math.ceil(call.n / maxImagesPerRequest) }, (_, index) => {
    const offset = index * maxImagesPerRequest;
    const n = Math.min(maxImagesPerRequest, call.n - offset);
    return { ...call, n, offset, total: call.n, callId, startsBy, endsAt };
  });
}

/**
 * Sends a call as one request, or as several at once when it asks for more images than one request can. What
 * succeeded is kept: a failed part becomes a warning, and only when nothing succeeded is an error thrown.
 *
 * @throws the abort reason; the error of the one request; GenerationIncompleteError when none of several succeeded,
 * or the error of the first one where none of them was started
 */
export async function sendCall(backend: ImageBackend, call: ImageCall): Promise<SettledCall> {
  const requests = toRequests(backend, call);
  const [only] = requests;
  // An unsplit call leaves repeating to its limiter, and to AI SDK and its maxRetries.
  if (requests.length === 1 && only) {
    return { responses: [await backend.generate(only)], failedRequests: [], warnings: [] };
  }

  const { startsBy } = only ?? { startsBy: Number.POSITIVE_INFINITY };
  const { signals, release } = fanOut(call.abortSignal, requests.length);
  const settled = await Promise.allSettled(
    requests.map((request, index) => {
      const abortSignal = signals[index];
      const send = async () => backend.generate({ ...request, abortSignal });
      return repeatUnstarted(send, { abortSignal, ...(Number.isFinite(startsBy) && { startsBy }) });
    }),
  ).finally(release);
  throwIfAborted(call.abortSignal);
  const responses = settled.flatMap(part => (part.status === 'fulfilled' ? [part.value] : []));
  const failures = settled.flatMap((part, index) => {
    const { n = 0, offset = 0 } = requests[index] ?? {};
    return part.status === 'rejected' ? [{ error: part.reason, images: n, offset }] : [];
  });
  if (responses.length === 0) throw joinFailures(backend, failures);
  const warnings = failures.map(({ error, images }): ImageWarning => ({
    type: 'other',
    message: `${images} of ${call.n} images are missing because one request failed: ${reasonOf(error)}`,
  }));
  return {
    responses,
    failedRequests: failures.map(toFailedRequest),
    warnings,
  };
}

/**
 * Repeats a part that certainly never started: as long as there is time where the service says that there are too many,
 * twice where it cannot be reached. The parts beside it may be paid by then, so AI SDK must not start the whole call over.
 * Waits have jitter, so that parts do not come back at the same moment.
 *
 * @param startsBy - by `performance.now()`, after which a part is not sent any more; default in five minutes
 * @param isUnstarted - tells that an error leaves nothing started; by default what `isRetryable` of our own errors says
 * @throws the error of the part, after that or when it may have started, and the abort reason
 */
export async function repeatUnstarted<T>(
  send: () => Promise<T>,
  {
    abortSignal,
    startsBy = performance.now() + longestLimitedMs,
    isUnstarted = () => true,
  }: {
    readonly abortSignal: AbortSignal | undefined;
    readonly startsBy?: number;
    readonly isUnstarted?: (error: unknown) => boolean;
  },
): Promise<T> {
  for (let repeat = 0; ; repeat++) {
    try {
      return await send();
    } catch (error) {
      if (!APICallError.isInstance(error) || !error.isRetryable || !isUnstarted(error)) throw error;
      const isLimited = error.statusCode === 429;
      const asked = retryAfterMs(error.responseHeaders ?? {}) ?? firstWaitMs * 2 ** Math.min(repeat, 4);
      const waitMs = asked + Math.random() * Math.max(asked / 4, firstWaitMs / 4);
      const isOver = (!isLimited && repeat >= mostRepeats) || performance.now() + waitMs > startsBy;
      if (isOver || asked > longestWaitMs) throw error;
      await wait(waitMs, abortSignal);
    }
  }
}
