import { APICallError } from '@ai-sdk/provider';
import type { Outcome } from '../http/failure.ts';

const marker = Symbol.for('grok-image.error.outcome');

/** Notes on the error of a request, hidden from logs, what it means for money; what AI SDK may repeat was not started. */
export function markOutcome<ERROR extends Error>(error: ERROR, outcome: Outcome): ERROR {
  return Object.defineProperty(error, marker, { value: isRetryableError(error) ? 'not-started' : outcome });
}

/** Whether AI SDK repeats a call after an error. */
export function isRetryableError(error: Error): boolean {
  return APICallError.isInstance(error) && error.isRetryable;
}

/**
 * What the error of a request means for money, where it comes from these packages, by whichever copy; `undefined` for the
 * errors of other providers, whose `isRetryable` does not say that nothing was started.
 */
export function outcomeOf(error: unknown): Outcome | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const outcome: unknown = Reflect.get(error, marker);
  return outcomes.find(known => known === outcome);
}

const outcomes: readonly Outcome[] = ['not-started', 'refused', 'unknown'];
