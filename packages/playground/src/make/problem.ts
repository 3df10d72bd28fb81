import {
  APICallError,
  InvalidArgumentError,
  LoadAPIKeyError,
  NoSuchModelError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import {
  causeOf,
  ContentModerationError,
  GenerationFailedError,
  GenerationIncompleteError,
  GenerationTimeoutError,
  ImageDownloadError,
  InsufficientFundsError,
} from '@grok-image/core';
import { IdempotencyKeyError } from '@grok-image/middleware/bill-once';
import type { Cost, Problem } from '../protocol/run.ts';

/** What is known of a call beside its error. */
export interface Circumstances {
  /** Whether something collects it without paying again. */
  readonly canCollect: boolean;
  /** Whether it was sent, so that it may be billed. */
  readonly isSent: boolean;
  /** Whether the service has taken it: it named a job, or pictures. */
  readonly isTaken: boolean;
}

/** Explains an error to a person: what happened, whether it cost, what to do. */
export function explainError(error: unknown, { canCollect, isSent, isTaken }: Circumstances): Problem {
  const cause = causeOf(error);
  const isNothing = !isSent || (!isTaken && isWithoutBill(cause));
  const isRefusal = ContentModerationError.isInstance(cause);
  const canStill = canCollect && !isNothing && !isRefusal;
  const { kind, advice } = classify(cause, canStill, isNothing);
  const cost = costOf(cause);
  const what = cause instanceof Error ? cause.message : String(cause);
  const money = isNothing ? 'Nothing was billed.' : moneyOf(cost, canStill);
  return { kind, what, money, advice, cost, canCollect: canStill };
}

/** Whether a person asked for something that is not to be had, so that nothing was sent. */
export function isBadInput(error: unknown): boolean {
  return [InvalidArgumentError, LoadAPIKeyError, NoSuchModelError, UnsupportedFunctionalityError].some(kind =>
    kind.isInstance(error),
  );
}

/** An amount in words. */
function costInWords({ usd, buzz }: Cost): string {
  const parts = [
    usd === undefined ? undefined : `${Number(usd.toFixed(4))} USD`,
    buzz === undefined ? undefined : `${Number(buzz.toFixed(1))} Buzz`,
  ];
  return parts.filter(part => part !== undefined).join(' and ') || 'nothing';
}

function classify(error: unknown, canCollect: boolean, isNothing: boolean): Pick<Problem, 'kind' | 'advice'> {
  const orCollect = canCollect ? 'Press “Collect”: it brings what was paid and pays nothing.' : undefined;
  if (ContentModerationError.isInstance(error)) {
    return {
      kind: 'refused',
      advice: 'Change the prompt or the source images; the same again is refused again.',
    };
  }
  if (GenerationTimeoutError.isInstance(error)) {
    return { kind: 'timeout', advice: orCollect ?? 'Look at your account there before you make it again.' };
  }
  if (ImageDownloadError.isInstance(error) || GenerationIncompleteError.isInstance(error)) {
    return { kind: 'download', advice: orCollect ?? 'Look at your account there before you make it again.' };
  }
  if (InsufficientFundsError.isInstance(error)) {
    return { kind: 'funds', advice: 'Top up the account, then make it again.' };
  }
  if (isBadInput(error) || (isNothing && isRefusedRequest(error))) {
    return { kind: 'input', advice: 'Change what the sentence names, then make it again.' };
  }
  if (IdempotencyKeyError.isInstance(error)) {
    return { kind: 'failed', advice: orCollect ?? 'Look at your account there before you make it again.' };
  }
  if (APICallError.isInstance(error) && error.statusCode === 429) {
    return { kind: 'limit', advice: 'Wait a minute, then make it again.' };
  }
  if (isUnstarted(error)) return { kind: 'failed', advice: 'Make it again.' };
  if (GenerationFailedError.isInstance(error)) {
    return { kind: 'failed', advice: orCollect ?? 'Change the prompt, or make it again.' };
  }
  return { kind: 'failed', advice: orCollect ?? 'Look at your account there before you make it again.' };
}

/** Whether an error of a call that its service has not taken says that nothing was billed. */
function isWithoutBill(error: unknown): boolean {
  return (
    isBadInput(error) ||
    isRefusedRequest(error) ||
    isUnstarted(error) ||
    InsufficientFundsError.isInstance(error)
  );
}

/** Whether a service answered that it does not take the request: then it has not made anything of it. */
function isRefusedRequest(error: unknown): boolean {
  if (ContentModerationError.isInstance(error)) return false;
  const status = APICallError.isInstance(error) ? (error.statusCode ?? 0) : 0;
  return status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);
}

/** Whether an error says that certainly nothing was started. */
function isUnstarted(error: unknown): boolean {
  return APICallError.isInstance(error) && error.isRetryable;
}

function costOf(error: unknown): Cost | undefined {
  const isTold =
    ContentModerationError.isInstance(error) ||
    GenerationTimeoutError.isInstance(error) ||
    ImageDownloadError.isInstance(error) ||
    GenerationIncompleteError.isInstance(error) ||
    GenerationFailedError.isInstance(error);
  const cost = isTold ? error.cost : undefined;
  return cost?.usd === undefined && cost?.buzz === undefined ? undefined : cost;
}

function moneyOf(cost: Cost | undefined, canCollect: boolean): string {
  if (cost !== undefined) return `It cost ${costInWords(cost)}.`;
  return canCollect ? 'It may be billed when it ends; collecting costs nothing.' : 'It may have been billed.';
}
