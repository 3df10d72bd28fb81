import {
  apiCallErrorArguments,
  GenerationFailedError,
  pathSegment,
  poll,
  requestJson,
  type GenerationDetails,
} from '@grok-image/core';
import { APICallError } from '@ai-sdk/provider';
import { ticksToUsd } from '../service/cost.ts';
import { readDeferredState, type XaiDeferredState } from './deferred-state.ts';
import { billSentence, isRefusal, toModerationError } from './moderation.ts';
import type { XaiImageAnswer } from './response.ts';
import type { XaiTransport } from '../service/transport.ts';

/** How often a deferred job is looked at, in milliseconds; xAI's own SDK polls every second. */
const defaultPollIntervalMs = 1000;

const unknownJobAdvice =
  'A job is known to the account that started it only, and only for a while: check requestId and the key. A job that ran was billed; to look again, pass';

/** A job that was started earlier. */
export interface DeferredJob {
  readonly requestId: string;
  readonly pollIntervalMs: number | undefined;
  readonly requestBody: unknown;
}

/**
 * Polls a deferred job until its images are there.
 *
 * @param onPending - called after every look that found it still running
 * @throws ContentModerationError, GenerationFailedError, APICallError (never retryable), the abort reason
 */
export async function collectDeferred(
  { requestId, pollIntervalMs = defaultPollIntervalMs, requestBody }: DeferredJob,
  transport: XaiTransport,
  details: GenerationDetails,
  onPending: () => void,
): Promise<XaiImageAnswer> {
  const url = `${transport.baseURL}/images/${pathSegment(requestId)}`;
  return poll(async abortSignal => {
    const { value: state } = await requestJson({
      ...transport,
      kind: 'read',
      method: 'GET',
      url,
      abortSignal,
      action: `collect the deferred ${transport.service} job ${requestId}`,
      advice: `The job may go on and be billed all the same: pass providerOptions.xai.requestId '${requestId}' to collect its images.`,
      parse: readDeferredState,
      explain: failure =>
        failure.status === 404
          ? new APICallError(
              apiCallErrorArguments({
                ...failure,
                advice: `${unknownJobAdvice} providerOptions.xai.requestId '${requestId}'.`,
              }),
            )
          : undefined,
    });
    return outcomeOf(state);
  }, transport.abortSignal);

  function outcomeOf(state: XaiDeferredState) {
    switch (state.status) {
      case 'pending':
        onPending();
        return { done: false as const, waitMs: pollIntervalMs };
      case 'done':
        return { done: true as const, value: state.images };
      case 'failed':
        throw toError(state);
      default:
        return state satisfies never;
    }
  }

  function toError({ code, message, costTicks }: Extract<XaiDeferredState, { status: 'failed' }>): Error {
    const { service } = transport;
    if (isRefusal(code, message) || code === 'permission_denied') {
      return toModerationError({ ...details, service, url, requestBody, costTicks, reason: message });
    }
    const words = message.replace(/\.$/, '');
    const reason = code === undefined ? words : `${words} (${code})`;
    return new GenerationFailedError({
      ...details,
      ...(costTicks !== undefined && { cost: { usd: ticksToUsd(costTicks) } }),
      message: `Failed to make an image with ${details.modelId}: the deferred job ${requestId} failed: ${reason}. ${billSentence(costTicks)} Sending the request again may be billed again.`,
      reasons: [reason],
    });
  }
}
