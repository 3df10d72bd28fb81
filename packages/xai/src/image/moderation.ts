import { APICallError } from '@ai-sdk/provider';
import {
  apiCallErrorArguments,
  ContentModerationError,
  GenerationFailedError,
  type Failure,
  type GenerationDetails,
} from '@grok-image/core';
import { ticksToUsd } from '../service/cost.ts';
import { wordsOf } from './funds.ts';
import { readCostTicks } from './response.ts';

/** Sentence and code of a refusal (docs.x.ai, errors; older answers carry a general code with the same sentence). */
const refusalCode = 'imagine:content-moderated';
const refusalSentence = /content moderation/i;

/** Whether a code or message of a failed request or job is a refusal by content policy. */
export function isRefusal(code: string | undefined, message: string | undefined): boolean {
  return code === refusalCode || refusalSentence.test(message ?? '');
}

/** What a refusal needs besides its ids. */
interface Refusal extends GenerationDetails {
  readonly service: string;
  readonly url: string;
  readonly requestBody: unknown;
  readonly costTicks: number | undefined;
  /** In the service's words, if it had any. */
  readonly reason?: string | undefined;
}

/** The one error for all shapes of a refusal that arrive with HTTP 200. */
export function toModerationError({
  service,
  url,
  requestBody,
  costTicks,
  reason,
  ...details
}: Refusal): ContentModerationError {
  return new ContentModerationError({
    ...details,
    ...billed(costTicks),
    message: sentence(service, details.modelId, reason, costTicks),
    url,
    requestBodyValues: requestBody,
    statusCode: 200,
  });
}

/**
 * The same error for a refusal that arrives as a failed request: by its code whatever the status, by its sentence where
 * a request is refused for what it says; `undefined` for any other failure.
 */
export function explainRefusal(
  failure: Failure,
  service: string,
  details: GenerationDetails,
): ContentModerationError | undefined {
  const words = wordsOf(failure);
  const isForWords = [200, 400, 403, 422].includes(failure.status ?? 0);
  if (!words || !isRefusal(words.code, isForWords ? words.message : undefined)) return undefined;
  const costTicks = costOf(failure);
  return new ContentModerationError({
    ...apiCallErrorArguments(failure),
    ...details,
    ...billed(costTicks),
    message: sentence(service, details.modelId, words.message || undefined, costTicks),
  });
}

/**
 * A failed request that was billed all the same: its error says what it cost, and nothing sends it again;
 * `undefined` where no cost stands in the answer.
 */
export function explainBilled(
  failure: Failure,
  details: GenerationDetails,
): GenerationFailedError | undefined {
  const costTicks = wordsOf(failure) && costOf(failure);
  if (!costTicks) return undefined;
  const { reason, action } = failure;
  return new GenerationFailedError({
    ...details,
    ...billed(costTicks),
    message: `Failed to ${action}: ${reason}. ${billSentence(costTicks)} Sending the request again may be billed again.`,
    reasons: [reason],
    cause: new APICallError({ ...apiCallErrorArguments(failure), isRetryable: false }),
  });
}

/** What stands in the body of a failed answer, if it is JSON. */
function costOf({ json }: Failure): number | undefined {
  return readCostTicks(json);
}

/** What a request that brought no image cost, as far as the service said. */
export function billSentence(costTicks: number | undefined): string {
  return costTicks === undefined
    ? 'The request may have been billed.'
    : `${ticksToUsd(costTicks)} USD were billed.`;
}

function billed(costTicks: number | undefined): Pick<GenerationDetails, 'cost'> {
  return costTicks === undefined ? {} : { cost: { usd: ticksToUsd(costTicks) } };
}

function sentence(
  service: string,
  modelId: string,
  reason: string | undefined,
  costTicks: number | undefined,
): string {
  return `Failed to make an image with ${modelId}: ${service} refused it by its content policy${reason ? ` (${reason.replace(/\.$/, '')})` : ''}. ${billSentence(costTicks)} Change the prompt; sending it again as it is costs again.`;
}
