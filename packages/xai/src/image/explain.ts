import { APICallError, type AISDKError } from '@ai-sdk/provider';
import {
  apiCallErrorArguments,
  GenerationTimeoutError,
  type Failure,
  type GenerationDetails,
} from '@grok-image/core';
import { explainWrongUrl, toAdvisedError } from '@grok-image/core/internal';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import { explainFunds } from './funds.ts';
import { explainBilled, explainRefusal } from './moderation.ts';
import { explainUnknownModel } from './unknown-model.ts';

/** What a failed POST means, as a typed error; `undefined` for the plain one. */
export function explain(
  failure: Failure,
  profile: XaiGatewayProfile,
  {
    details: known,
    isDeferred,
    baseURL,
  }: { readonly details: GenerationDetails; readonly isDeferred: boolean; readonly baseURL: string },
): AISDKError | undefined {
  const details = { ...known, requestId: failure.headers?.['x-request-id'] };
  return (
    explainRefusal(failure, profile.name, details) ??
    explainFunds(failure, details) ??
    explainBilled(failure, details) ??
    explainUnknownModel(failure, profile, details.modelId) ??
    explainWrongUrl(failure, { baseURL, usual: profile.baseURL }) ??
    explainLimit(failure, profile) ??
    (isDeferred ? undefined : explainImpatience(failure, profile))
  );
}

/** A limit that was met although it could be kept to. */
function explainLimit(failure: Failure, profile: XaiGatewayProfile): APICallError | undefined {
  const setting = profile.name === 'xAI' ? "rateLimit: 'xai'" : 'rateLimit: { perSecond, perMinute }';
  return failure.status === 429
    ? toAdvisedError(failure, `With the setting ${setting}, requests wait for their turn.`)
    : undefined;
}

/**
 * Something did not wait as long as a picture takes: something in between (504 of a gateway, 524 of Cloudflare), or the
 * `fetch` of Node.js, which gives up after 300 s without the head of an answer (undici, `headersTimeout`).
 */
function explainImpatience(failure: Failure, { offers }: XaiGatewayProfile): APICallError | undefined {
  const isOfNode = failure.reason.includes('UND_ERR_HEADERS_TIMEOUT');
  const hasJobs = offers?.includes('deferred') ?? false;
  if (!isOfNode && !(hasJobs && (failure.status === 504 || failure.status === 524))) return undefined;
  const limit = isOfNode
    ? ' The fetch of Node.js waits 300,000 ms for an answer, whatever timeout is set to.'
    : '';
  const next = hasJobs
    ? 'With providerOptions.xai.deferred no answer takes long.'
    : 'Pass a fetch of your own that waits longer.';
  const advice = `${failure.advice}${limit} ${next}`;
  return new APICallError(apiCallErrorArguments({ ...failure, advice }));
}

/** The error of a request whose time is up: what may be paid, and what collects it. */
export function toTimeoutError(
  details: GenerationDetails,
  timeoutMs: number,
  advice: string,
  lastFailure: APICallError | undefined,
): GenerationTimeoutError {
  const { jobId, modelId } = details;
  const next = jobId
    ? `The job goes on and is billed: pass providerOptions.xai.jobId '${jobId}' to collect its images.`
    : `The request may have been carried out and billed. ${advice}`;
  return new GenerationTimeoutError({
    ...details,
    timeoutMs,
    message: `Failed to make an image with ${modelId}: no answer within ${timeoutMs} ms. ${next}`,
    cause: lastFailure,
  });
}
