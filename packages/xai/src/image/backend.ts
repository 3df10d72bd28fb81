import {
  apiCallErrorArguments,
  createProgressReporter,
  findDifferences,
  GenerationTimeoutError,
  requestJson,
  withDeadline,
  type Failure,
  type GenerationDetails,
  type ImageBackend,
  type ImageRequest,
  type ImageResponse,
  type RateLimiter,
} from '@grok-image/core';
import { APICallError, type AISDKError } from '@ai-sdk/provider';
import { explainFunds } from './funds.ts';
import { deliver } from './deliver.ts';
import { collectDeferred } from './deferred.ts';
import { maxImagesOf, rulesOf, type GatewayProfile } from '../gateways/profile.ts';
import { explainBilled, explainRefusal } from './moderation.ts';
import { readOptions } from './options.ts';
import { toPaidPictures } from './to-paid-pictures.ts';
import { toRequest } from './request.ts';
import { readAnswer, type XaiImageAnswer } from './response.ts';
import type { GrokProviderSettings, GrokProgress } from '../service/settings.ts';
import { toTransport } from '../service/transport.ts';
import { explainUnknownModel } from './unknown-model.ts';

const defaultTimeoutMs = 300_000;

/** Makes the backend of one model of xAI or of a gateway; `limited` lets its requests wait for their turn. */
export function createBackend(
  modelId: string,
  profile: GatewayProfile,
  settings: GrokProviderSettings,
  limited?: RateLimiter,
): ImageBackend {
  return {
    provider: 'xai.image',
    metadataKey: 'xai',
    modelId,
    maxImagesPerRequest: maxImagesOf(profile, modelId),
    timeoutMs: settings.timeout ?? defaultTimeoutMs,
    service: profile.name,
    supportsFiles: (profile.maxSources ?? 0) > 0,
    supportsMask: false,
    generate: request => generate(request, { modelId, profile, settings, limited }),
  };
}

interface Target {
  readonly modelId: string;
  readonly profile: GatewayProfile;
  readonly settings: GrokProviderSettings;
  /** Lets a request wait for its turn; absent where there is no limit. */
  readonly limited?: RateLimiter | undefined;
}

async function generate(
  request: ImageRequest,
  { modelId, profile, settings, limited = send => send() }: Target,
): Promise<ImageResponse> {
  const { options, warnings } = readOptions(request.options);
  const { path, body, warnings: mapped } = toRequest(request, options, { modelId, profile });
  // A job that is collected was mapped when it was started; now nothing of it is sent.
  if (options.jobId === undefined) warnings.push(...mapped);
  const transport = toTransport(profile, settings, request);
  const progress = createProgressReporter<GrokProgress>(settings.onProgress);
  const { abortSignal, callId, offset, startsBy, endsAt } = request;
  const { timeout: timeoutMs = defaultTimeoutMs } = settings;
  const url = transport.baseURL + path;
  let details: GenerationDetails = { provider: 'xai.image', modelId, jobId: options.jobId };
  let paid: GrokProgress['paid'];
  const report = (status: GrokProgress['status']) =>
    progress.report({
      status,
      modelId,
      callId,
      offset,
      n: request.n,
      requestId: details.requestId,
      ...jobOf(details),
      paid,
    });

  const rules = rulesOf(profile, modelId);
  let lastFailure: APICallError | undefined;
  const send = () =>
    withDeadline(
      {
        timeoutMs: endsAt - performance.now(),
        abortSignal,
        onTimeout: () => toTimeoutError(details, timeoutMs, transport.advice, lastFailure),
      },
      async within => {
        const collect = async (jobId: string): Promise<XaiImageAnswer> => {
          details = { ...details, jobId };
          const isOwn = options.jobId === undefined;
          // At once, as a process that ends before the first look would lose a job that is paid.
          if (isOwn) report('pending');
          const job = { jobId, isOwn, pollIntervalMs: options.pollIntervalMs, requestBody: body };
          return collectDeferred(job, { ...transport, abortSignal: within }, details, {
            onPending: () => report('pending'),
            onFailure: failure => {
              lastFailure = failure;
            },
          });
        };
        if (options.jobId !== undefined) {
          return { answer: await collect(options.jobId), headers: {} };
        }
        report('sent');
        const started = await requestJson({
          ...transport,
          abortSignal: within,
          kind: 'once',
          method: 'POST',
          url,
          body,
          action: `make ${request.n === 1 ? 'an image' : `${request.n} images`} with ${modelId}`,
          parse: json => readAnswer(json, body.deferred),
          explain: failure => explain(failure, profile, { details, isDeferred: body.deferred === true }),
        });
        details = { ...details, requestId: started.headers['x-request-id'] };
        const { value } = started;
        return {
          answer: 'images' in value ? value.images : await collect(value.deferredId),
          headers: started.headers,
        };
      },
    );
  // A job that is collected is no new request.
  const { answer, headers } = await (options.jobId === undefined
    ? limited(send, { modelId, abortSignal, startsBy })
    : send());
  // Outside the deadline, which would throw away the addresses of what is paid by now.
  paid = toPaidPictures(answer, { offset: request.offset, baseURL: transport.baseURL });
  report('downloading');
  const response = await deliver(
    answer,
    {
      n: request.n,
      offset: request.offset,
      details,
      url,
      requestBody: body,
      headers,
      endsAt,
      uploadUrls: body.output?.upload_urls,
      billsAsked: rules.billsAsked,
    },
    transport,
  );
  report('done');
  return {
    ...response,
    warnings: [
      ...warnings,
      ...response.warnings,
      ...(options.jobId === undefined
        ? findDifferences(response.images, { ratio: body.aspect_ratio, resolution: body.resolution })
        : []),
      ...progress.warnings(),
    ],
  };
}

function jobOf({ jobId }: GenerationDetails): Pick<GrokProgress, 'jobId' | 'resume'> {
  return jobId === undefined ? {} : { jobId, resume: { jobId } };
}

function explain(
  failure: Failure,
  profile: GatewayProfile,
  { details: known, isDeferred }: { readonly details: GenerationDetails; readonly isDeferred: boolean },
): AISDKError | undefined {
  const details = { ...known, requestId: failure.headers?.['x-request-id'] };
  return (
    explainRefusal(failure, profile.name, details) ??
    explainFunds(failure, details) ??
    explainBilled(failure, details) ??
    explainUnknownModel(failure, profile, details.modelId) ??
    (isDeferred ? undefined : explainImpatience(failure, profile))
  );
}

/**
 * Something did not wait as long as a picture takes: something in between (504 of a gateway, 524 of Cloudflare), or the
 * `fetch` of Node.js, which gives up after 300 s without the head of an answer (undici, `headersTimeout`).
 */
function explainImpatience(failure: Failure, { offers }: GatewayProfile): APICallError | undefined {
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

function toTimeoutError(
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
