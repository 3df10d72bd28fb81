import {
  apiCallErrorArguments,
  createProgressReporter,
  GenerationTimeoutError,
  joinHeaders,
  loadApiKey,
  requestJson,
  withDeadline,
  type Failure,
  type GenerationDetails,
  type ImageBackend,
  type ImageRequest,
  type ImageResponse,
} from '@grok-image/core';
import { APICallError } from '@ai-sdk/provider';
import { collectDeferred } from './deferred.ts';
import { deliver } from './deliver.ts';
import type { GatewayProfile } from './gateway.ts';
import { modelOf } from './models.ts';
import { explainRefusal } from './moderation.ts';
import { readOptions } from './options.ts';
import { toRequest } from './request.ts';
import { readAnswer, type XaiImageAnswer } from './response.ts';
import type { GrokProviderSettings, GrokProgress } from './settings.ts';

const defaultTimeoutMs = 300_000;

/** Makes the backend of one model of xAI or of a gateway. */
export function createBackend(
  modelId: string,
  profile: GatewayProfile,
  settings: GrokProviderSettings,
): ImageBackend {
  return {
    provider: 'xai.image',
    metadataKey: 'xai',
    modelId,
    maxImagesPerRequest: profile.maxImagesPerRequest,
    supportsFiles: profile.maxSources > 0,
    supportsMask: false,
    generate: request => generate(request, { modelId, profile, settings }),
  };
}

interface Target {
  readonly modelId: string;
  readonly profile: GatewayProfile;
  readonly settings: GrokProviderSettings;
}

async function generate(
  request: ImageRequest,
  { modelId, profile, settings }: Target,
): Promise<ImageResponse> {
  const { options, warnings } = readOptions(request.options);
  const { path, body, warnings: mapped } = toRequest(request, options, { modelId, profile });
  // A job that is collected was mapped when it was started; now nothing of it is sent.
  if (options.requestId === undefined) warnings.push(...mapped);
  const baseURL = (settings.baseURL ?? profile.baseURL).replace(/\/+$/, '');
  const apiKey = loadApiKey({
    apiKey: settings.apiKey,
    variables: profile.apiKeyVariables,
    service: profile.name,
  });
  const headers = joinHeaders({ authorization: `Bearer ${apiKey}` }, settings.headers ?? {}, request.headers);
  const progress = createProgressReporter<GrokProgress>(settings.onProgress);
  const { timeout: timeoutMs = defaultTimeoutMs, fetch } = settings;
  const url = baseURL + path;
  let details: GenerationDetails = { provider: 'xai.image', modelId, requestId: options.requestId };
  const report = (status: GrokProgress['status']) =>
    progress.report({ status, modelId, n: request.n, requestId: details.requestId });

  const transport = { service: profile.name, baseURL, headers, fetch, advice: profile.advice };
  const endsAt = Date.now() + timeoutMs;
  const { answer, answerHeaders } = await withDeadline(
    {
      timeoutMs,
      abortSignal: request.abortSignal,
      onTimeout: () => toTimeoutError(details, timeoutMs, profile),
    },
    async abortSignal => {
      const collect = (requestId: string): Promise<XaiImageAnswer> => {
        details = { ...details, requestId };
        const job = { requestId, pollIntervalMs: options.pollIntervalMs, requestBody: body };
        return collectDeferred(job, { ...transport, abortSignal }, details, () => report('pending'));
      };
      if (options.requestId !== undefined) {
        return { answer: await collect(options.requestId), answerHeaders: {} };
      }
      report('sent');
      const started = await requestJson({
        ...transport,
        abortSignal,
        kind: 'billable',
        method: 'POST',
        url,
        body,
        action: `make ${request.n === 1 ? 'an image' : `${request.n} images`} with ${modelId}`,
        parse: readAnswer,
        explain: failure => explain(failure, profile, details),
      });
      details = { ...details, requestId: started.headers['x-request-id'] };
      const { value } = started;
      return {
        answer: 'images' in value ? value.images : await collect(value.deferredId),
        answerHeaders: started.headers,
      };
    },
  );
  // Outside the deadline, which would throw away the addresses of what is paid by now.
  report('downloading');
  const response = await deliver(
    answer,
    { n: request.n, details, url, requestBody: body, headers: answerHeaders, endsAt },
    { ...transport, abortSignal: request.abortSignal },
  );
  report('done');
  return { ...response, warnings: [...warnings, ...response.warnings, ...progress.warnings()] };
}

function explain(
  failure: Failure,
  profile: GatewayProfile,
  details: GenerationDetails,
): APICallError | undefined {
  const requestId = failure.headers?.['x-request-id'];
  const refusal = explainRefusal(failure, profile.name, { ...details, requestId });
  if (refusal) return refusal;
  const { retired, deprecated } = modelOf(details.modelId);
  const replacement = retired ?? deprecated;
  if (failure.status !== 404 || replacement === undefined) return undefined;
  const plain = apiCallErrorArguments(failure);
  return new APICallError({ ...plain, message: `${plain.message} ${replacement}` });
}

function toTimeoutError(
  details: GenerationDetails,
  timeoutMs: number,
  profile: GatewayProfile,
): GenerationTimeoutError {
  const { requestId, modelId } = details;
  // Until images come, the only id there can be is that of a job.
  const advice = requestId
    ? `The job goes on and is billed: pass providerOptions.xai.requestId '${requestId}' to collect its images.`
    : `The request may have been carried out and billed. ${profile.advice}`;
  return new GenerationTimeoutError({
    ...details,
    timeoutMs,
    message: `Failed to make an image with ${modelId}: no answer within ${timeoutMs} ms. ${advice}`,
  });
}
