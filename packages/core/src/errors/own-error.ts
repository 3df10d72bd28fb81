import { APICallError } from '@ai-sdk/provider';
import type { Outcome } from '../http/failure.ts';

const marker = Symbol.for('grok-image.error.outcome');

/** Notes on the error of a request, hidden from logs, what it means for money; its `isRetryable` has the last word. */
export function markOutcome<ERROR extends Error>(error: ERROR, outcome: Outcome): ERROR {
  const isRetryable = APICallError.isInstance(error) && error.isRetryable;
  const told = outcome === 'not-started' && !isRetryable ? 'unknown' : outcome;
  return Object.defineProperty(error, marker, { value: isRetryable ? 'not-started' : told });
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
