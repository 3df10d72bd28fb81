import {
  apiCallErrorArguments,
  GenerationFailedError,
  poll,
  requestJson,
  type GenerationDetails,
} from '@grok-image/core';
import { createOutage, pathSegment, throwIfAborted } from '@grok-image/core/internal';
import { APICallError } from '@ai-sdk/provider';
import { ticksToUsd } from '../service/cost.ts';
import { readDeferredState, type XaiDeferredState } from './deferred-state.ts';
import { billSentence, isRefusal, toModerationError } from './moderation.ts';
import type { XaiImageAnswer } from './response.ts';
import type { XaiTransport } from '../service/transport.ts';

/** How often a deferred job is looked at, in milliseconds; xAI's own SDK polls every second. */
const defaultPollIntervalMs = 1000;

const unknownJobAdvice =
  'A job is known to the account that started it only, and only for a while: check jobId and the key. A job that ran was billed; to look again, pass';

/** Longest time for one look, in milliseconds: a dead line must not take all the time of the others. */
const longestLookMs = 30_000;

/** A job that was started with an id of its own, which may be unknown, is looked for so often again. */
const mostRefusals = 2;

/** A job that was started earlier. */
export interface DeferredJob {
  readonly jobId: string;
  /** Whether the service has just said that it started it: then only a refused key ends the looking. */
  readonly isOwn: boolean;
  readonly pollIntervalMs: number | undefined;
  readonly requestBody: unknown;
  /** When the time is up, by `performance.now()`. */
  readonly endsAt: number;
}

/** Hears of the looks at a job. */
export interface DeferredLooks {
  /** After every look that found it still running. */
  readonly onPending: () => void;
  /** After every look that failed and is followed by another one. */
  readonly onFailure: (failure: APICallError | undefined) => void;
}

/**
 * Polls a deferred job until its images are there. Looks that fail are repeated until the deadline, as the job is paid.
 *
 * @throws ContentModerationError, GenerationFailedError (of a look that failed for good, with the APICallError as its
 * cause), the abort reason
 */
export async function collectDeferred(
  { jobId, isOwn, pollIntervalMs = defaultPollIntervalMs, requestBody, endsAt }: DeferredJob,
  transport: XaiTransport,
  details: GenerationDetails,
  { onPending, onFailure }: DeferredLooks,
): Promise<XaiImageAnswer> {
  const outage = createOutage({ mostRefusals: isOwn ? Number.POSITIVE_INFINITY : mostRefusals });
  const url = addressOf(jobId, transport);
  return poll(async abortSignal => {
    let state: XaiDeferredState;
    try {
      state = await lookAtDeferred(jobId, { ...transport, abortSignal, endsAt });
    } catch (error) {
      throwIfAborted(abortSignal);
      if (!outage.survives(error)) throw toLookError(error);
      onFailure(outage.failure);
      return { done: false, waitMs: pollIntervalMs };
    }
    outage.end();
    return outcomeOf(state);
  }, transport.abortSignal);

  /** With its id as a field: the job is paid, whatever a look at it said. */
  function toLookError(error: unknown): unknown {
    if (!APICallError.isInstance(error)) return error;
    const { message } = error;
    return new GenerationFailedError({ ...details, message, reasons: [message], cause: error });
  }

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
      message: `Failed to make an image with ${details.modelId}: the deferred job ${jobId} failed: ${reason}. ${billSentence(costTicks)} Sending the request again may be billed again.`,
      reasons: [reason],
    });
  }
}

/**
 * Looks once at a deferred job. Pays nothing.
 *
 * @throws APICallError, the abort reason
 */
export async function lookAtDeferred(
  jobId: string,
  transport: XaiTransport & Partial<Pick<DeferredJob, 'endsAt'>>,
): Promise<XaiDeferredState> {
  const { value } = await requestJson({
    ...transport,
    kind: 'read',
    patienceMs: longestLookMs,
    method: 'GET',
    url: addressOf(jobId, transport),
    action: `collect the deferred ${transport.service} job ${jobId}`,
    advice: `The job may go on and be billed all the same: pass providerOptions.xai.jobId '${jobId}' to collect its images.`,
    parse: readDeferredState,
    explain: failure =>
      failure.status === 404
        ? new APICallError(
            apiCallErrorArguments({
              ...failure,
              advice: `${unknownJobAdvice} providerOptions.xai.jobId '${jobId}'.`,
            }),
          )
        : undefined,
  });
  return value;
}

function addressOf(jobId: string, { baseURL }: XaiTransport): string {
  return `${baseURL}/images/${pathSegment(jobId)}`;
}
