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
import { readOptions, type XaiImageOptions } from './options.ts';
import { toRequest } from './request.ts';
import { readAnswer, type XaiImageAnswer } from './response.ts';
import type { GrokProviderSettings, GrokProgress } from './settings.ts';
import type { XaiTransport } from './transport.ts';

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

  const response = await withDeadline(
    {
      timeoutMs,
      abortSignal: request.abortSignal,
      onTimeout: () => toTimeoutError(details, timeoutMs, options, profile),
    },
    async abortSignal => {
      const transport: XaiTransport = {
        service: profile.name,
        baseURL,
        headers,
        fetch,
        abortSignal,
        advice: profile.advice,
      };
      const collect = (requestId: string): Promise<XaiImageAnswer> => {
        details = { ...details, requestId };
        const job = { requestId, pollIntervalMs: options.pollIntervalMs, requestBody: body };
        return collectDeferred(job, transport, details, () => report('pending'));
      };

      let answerHeaders: Record<string, string> = {};
      let answer: XaiImageAnswer;
      if (options.requestId !== undefined) {
        answer = await collect(options.requestId);
      } else {
        report('sent');
        const started = await requestJson({
          ...transport,
          kind: 'billable',
          method: 'POST',
          url,
          body,
          action: `make ${request.n === 1 ? 'an image' : `${request.n} images`} with ${modelId}`,
          parse: readAnswer,
          explain: failure => explain(failure, profile, details),
        });
        answerHeaders = started.headers;
        details = { ...details, requestId: started.headers['x-request-id'] };
        answer = 'images' in started.value ? started.value.images : await collect(started.value.deferredId);
      }
      report('downloading');
      return deliver(
        answer,
        { n: request.n, details, url, requestBody: body, headers: answerHeaders },
        transport,
      );
    },
  );
  report('done');
  return { ...response, warnings: [...warnings, ...mapped, ...response.warnings, ...progress.warnings()] };
}

function explain(
  failure: Failure,
  profile: GatewayProfile,
  details: GenerationDetails,
): APICallError | undefined {
  const requestId = failure.headers?.['x-request-id'];
  const refusal = explainRefusal(failure, profile.name, { ...details, requestId });
  if (refusal) return refusal;
  const { retired } = modelOf(details.modelId);
  if (failure.status !== 404 || retired === undefined) return undefined;
  const plain = apiCallErrorArguments(failure);
  return new APICallError({ ...plain, message: `${plain.message} ${retired}` });
}

function toTimeoutError(
  details: GenerationDetails,
  timeoutMs: number,
  options: XaiImageOptions,
  profile: GatewayProfile,
): GenerationTimeoutError {
  const { requestId, modelId } = details;
  const isDeferred = requestId !== undefined && (options.deferred || options.requestId !== undefined);
  const advice = isDeferred
    ? `The job goes on and is billed: pass providerOptions.xai.requestId '${requestId}' to collect its images.`
    : `The request may have been carried out and billed. ${profile.advice}`;
  return new GenerationTimeoutError({
    ...details,
    timeoutMs,
    message: `Failed to make an image with ${modelId}: no answer within ${timeoutMs} ms. ${advice}`,
  });
}
