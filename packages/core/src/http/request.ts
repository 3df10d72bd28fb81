import { repeat } from '../time/repeat.ts';
import { isRetryableError, markOutcome } from '../errors/own-error.ts';
import { toApiCallError } from './api-error.ts';
import { exchange, type JsonRequest, type JsonResponse } from './exchange.ts';
import type { FailedAttempt, Failure, RequestKind } from './failure.ts';

/**
 * Longest wait that a service may ask for before a request is repeated here, in milliseconds. Where it starts something,
 * an error that says so at once is worth more than a wait into the deadline, after which nobody knows what was started;
 * and not every read has a deadline.
 */
const longestAskedWaitMs: Readonly<Record<RequestKind, number>> = {
  once: 0,
  repeatable: 60_000,
  read: 300_000,
};

/** How often a request that is safe to repeat is sent at most, and the first wait between, in milliseconds. */
const mostAttempts = 4;
const firstWaitMs = 500;

/**
 * Sends one JSON request and reads its answer. Redirects are not followed. A request that is safe to repeat is
 * repeated after failures that pass (network, 408, 429, 5xx, an answer that is no JSON), as long as the service asks to
 * wait, but for at most a minute where it starts something, and five elsewhere.
 *
 * @throws APICallError whose `isRetryable` is true only when it is certain that nothing was started
 * @throws whatever `explain` makes of a failed answer, and the abort reason of the signal
 */
export async function requestJson<T>(request: JsonRequest<T>): Promise<JsonResponse<T>> {
  const { kind, endsAt, abortSignal } = request;
  const failures: FailedAttempt[] = [];
  const result = await repeat(() => exchange(request), {
    mostAttempts: kind === 'once' ? 1 : mostAttempts,
    firstWaitMs,
    longestAskedWaitMs: longestAskedWaitMs[kind],
    endsAt,
    abortSignal,
    again(attempt) {
      if ('value' in attempt) return undefined;
      failures.push(attempt);
      return attempt.transient ? attempt : undefined;
    },
  });
  if ('value' in result) return result;

  // What an earlier attempt may have started, a later refusal does not undo.
  const mayHaveStarted = failures.some(attempt => attempt !== result && attempt.outcome === 'unknown');
  const outcome = mayHaveStarted ? 'unknown' : result.outcome;
  const isRetryable = kind !== 'read' && outcome === 'not-started' && result.transient;
  const failure: Failure = { ...result, outcome, isRetryable, mayHaveStarted };
  const explained = request.explain?.(failure);
  // A backend that lets nobody repeat what was not started knows of an earlier attempt.
  const isDoubted = explained !== undefined && outcome === 'not-started' && !isRetryableError(explained);
  // What a read asks after may be paid, whatever became of the read.
  const told = kind === 'read' || isDoubted ? 'unknown' : outcome;
  throw markOutcome(explained ?? toApiCallError(failure), told);
}
