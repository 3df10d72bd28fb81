import {
  APICallError,
  InvalidArgumentError,
  InvalidPromptError,
  LoadAPIKeyError,
  LoadSettingError,
  NoSuchModelError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { isRecord } from '@ai-sdk/provider-utils';
import {
  causeOf,
  ContentModerationError,
  GenerationIncompleteError,
  InsufficientFundsError,
} from '@grok-image/core';
import { classifyNetworkFailure, outcomeOf } from '@grok-image/core/internal';
import { BudgetExceededError } from '../errors/budget-exceeded-error.ts';

/** Why a call failed, as far as it matters for what may be done next. */
export type ErrorClass = 'rateLimit' | 'outage' | 'unknown' | 'moderation' | 'funds' | 'badInput';

/** A failed call, and whether it is certain that nothing of it was started, so that nothing was billed. */
export interface Classified {
  readonly class: ErrorClass;
  readonly isUnstarted: boolean;
}

/** Refusals of a call that are thrown before anything is sent. */
const unsent = [
  InvalidArgumentError,
  InvalidPromptError,
  LoadAPIKeyError,
  LoadSettingError,
  NoSuchModelError,
  UnsupportedFunctionalityError,
];

/** What the error of several requests is taken for: a refused prompt is none of a service that fails. */
const gravest: readonly ErrorClass[] = ['unknown', 'moderation', 'funds', 'rateLimit', 'outage', 'badInput'];

/** How services say that a prompt or a picture is against their rules, in codes and in words. */
const moderated =
  /content[_ -]?policy|content[_ -]?moderation|moderation[_ -]?blocked|safety (?:system|filter|check)|responsible[_ -]?ai|prohibited[_ -]?content|nsfw/i;

/** How they say that an account cannot pay, also with the status of a rate limit. */
const unpaid =
  /insufficient[_ -]?(?:quota|funds|balance|credit)|billing[_ -]?hard[_ -]?limit|exceeded your current quota|used all available credits|payment required|not enough (?:credits|buzz)/i;

/**
 * Tells what the error of a call means, for the models of any provider.
 *
 * That nothing was started is said only where it is certain: a request that certainly never left, and the refusals by
 * which services turn one away before they work on it. Providers mark far more as `isRetryable`: all of 5xx, and lost
 * connections, after which the picture may be made and billed.
 *
 * @example
 * classifyError(error); // { class: 'rateLimit', isUnstarted: true }
 */
export function classifyError(error: unknown): Classified {
  const cause = causeOf(error);
  if (ContentModerationError.isInstance(cause)) return { class: 'moderation', isUnstarted: false };
  if (InsufficientFundsError.isInstance(cause) || BudgetExceededError.isInstance(cause)) {
    return { class: 'funds', isUnstarted: outcomeOf(cause) !== 'unknown' };
  }
  // Several requests, some of which may be paid.
  if (GenerationIncompleteError.isInstance(cause)) return ofParts(cause.errors.map(classifyError));
  if (unsent.some(kind => kind.isInstance(cause))) return { class: 'badInput', isUnstarted: true };
  const outcome = outcomeOf(cause);
  if (APICallError.isInstance(cause) && isRefusal(cause.statusCode)) {
    const refused = ofStatus(cause, cause.statusCode);
    if (outcome !== undefined) return { ...refused, isUnstarted: outcome !== 'unknown' };
    return { ...refused, isUnstarted: refused.isUnstarted && startsSomething(cause) };
  }
  if (outcome === 'refused') return { class: 'badInput', isUnstarted: true };
  if (outcome !== undefined) {
    if (outcome === 'unknown') return { class: 'unknown', isUnstarted: false };
    // A proxy that lets nobody through, or a certificate that is wrong, does not pass by itself.
    const isLasting = APICallError.isInstance(cause) && !cause.isRetryable;
    return { class: isLasting ? 'badInput' : 'outage', isUnstarted: true };
  }
  // What is no failed request, or one that only looks at a job, says nothing of the request that has started it.
  if (!APICallError.isInstance(cause) || !startsSomething(cause))
    return { class: 'unknown', isUnstarted: false };
  const { neverSent, transient } = classifyNetworkFailure(cause);
  if (!neverSent) return { class: 'unknown', isUnstarted: false };
  return { class: transient ? 'outage' : 'badInput', isUnstarted: true };
}

/** Whether a request had a body: a provider that polls asks after what it has started, and that may be paid. */
function startsSomething({ requestBodyValues }: APICallError): boolean {
  return isRecord(requestBodyValues) && Object.keys(requestBodyValues).length > 0;
}

/** Of several requests, some of which may be paid. */
function ofParts(parts: readonly Classified[]): Classified {
  const kind = gravest.find(known => parts.some(part => part.class === known));
  return { class: kind ?? 'unknown', isUnstarted: parts.length > 0 && parts.every(part => part.isUnstarted) };
}

/** Whether it is certain that nothing was started, so that nothing was billed and the call may be made again. */
export function isUnstarted(error: unknown): boolean {
  return classifyError(error).isUnstarted;
}

/** Whether a limiter of ours had no turn for a call: no service was asked. */
export function isOwnLimit(error: unknown): boolean {
  const cause = causeOf(error);
  if (GenerationIncompleteError.isInstance(cause)) return cause.errors.every(isOwnLimit);
  return APICallError.isInstance(cause) && cause.statusCode === 429 && cause.url === '';
}

/** Statuses with which services turn a request away; of all others nothing is known. */
function isRefusal(status: number | undefined): status is number {
  return status !== undefined && status >= 400 && status < 500;
}

function ofStatus(error: APICallError, status: number): Classified {
  const words = `${error.message} ${error.responseBody ?? ''}`;
  if (status === 402 || ((status === 429 || status === 403) && unpaid.test(words))) {
    return { class: 'funds', isUnstarted: true };
  }
  if (status === 429) return { class: 'rateLimit', isUnstarted: true };
  // Made and withheld, or not made at all: services bill the first.
  if (moderated.test(words)) return { class: 'moderation', isUnstarted: false };
  // A timeout and a conflict may be those of a request that is being worked on.
  if (status === 408 || status === 409 || status === 499) return { class: 'unknown', isUnstarted: false };
  return { class: 'badInput', isUnstarted: true };
}

/** Whether a call ended because its caller gave up. */
export function isAbort(error: unknown, abortSignal: AbortSignal | undefined): boolean {
  if (abortSignal?.aborted) return true;
  return isRecord(error) && (error['name'] === 'AbortError' || error['name'] === 'ResponseAborted');
}
