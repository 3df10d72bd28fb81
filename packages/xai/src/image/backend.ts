import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import {
  findDifferences,
  findEchoedDifference,
  type ImageBackend,
  type ImageRequest,
  type ImageResponse,
  type ImageWarning,
  type StartedRequest,
} from '@grok-image/core';
import { isPlainObject } from '@grok-image/core/internal';
import { maxImagesOf, rulesOf } from '../gateways/profile.ts';
import { servedBy } from '../gateways/served-by.ts';
import { collectDeferred } from './deferred.ts';
import { optionReader } from './read-options.ts';
import { deliver } from './deliver.ts';
import type { XaiImageAnswer } from './response.ts';
import { defaultTimeoutMs, post, prepare, within, type Run, type Target } from './run.ts';
import { toPaidPictures } from './to-paid-pictures.ts';

/** Makes the backend of one model of xAI or of a gateway. */
export function createBackend(target: Target): ImageBackend {
  const { modelId, profile, settings } = target;
  return {
    ...optionReader,
    modelId,
    maxImagesPerRequest: maxImagesOf(profile, modelId),
    maxImages: settings.maxImages,
    timeoutMs: settings.timeout ?? defaultTimeoutMs,
    service: profile.name,
    supportsFiles: (profile.maxSources ?? 0) > 0,
    supportsMask: false,
    generate: request => generate(prepare(request, target)),
    ...(profile.offers?.includes('deferred') && {
      start: (request: ImageRequest) => start(prepare(request, target, { deferred: true })),
    }),
  };
}

async function generate(run: Run): Promise<ImageResponse> {
  const { options, warnings, wire, report } = run;
  const { answer, headers } = await within(run, async abortSignal => {
    if (options.jobId !== undefined) {
      return { answer: await collect(run, options.jobId, abortSignal), headers: {} };
    }
    const posted = await post(run, abortSignal);
    return 'images' in posted.answer
      ? { answer: posted.answer.images, headers: posted.headers }
      : { answer: await collect(run, posted.answer.deferredId, abortSignal), headers: posted.headers };
  });
  const response = await fetchImages(run, answer, headers);
  report('done');
  return {
    ...response,
    warnings: [
      ...warnings,
      ...response.warnings,
      ...(options.jobId === undefined
        ? [
            ...findDifferences(response.images, {
              ratio: wire.body.aspect_ratio,
              resolution: wire.body.resolution,
            }),
            ...findEchoedDifference('modelId', servedBy(run.modelId), [servedBy(answer.model)]),
          ]
        : []),
      ...run.progressWarnings(),
    ],
  };
}

/** Starts a deferred job. */
async function start(run: Run): Promise<StartedRequest> {
  const { jobId: collected } = run.options;
  if (collected !== undefined) {
    throw new UnsupportedFunctionalityError({
      functionality: 'start with providerOptions.xai.jobId',
      message: `Failed to start a request: providerOptions.xai.jobId '${collected}' collects one that was started before. Leave it out, or collect it with generateImage. Nothing was sent.`,
    });
  }
  const { answer, headers } = await within(run, abortSignal => post(run, abortSignal));
  const said = [...run.warnings, ...toldOfStart(run.request)];
  if ('images' in answer) {
    // Paid, and nothing collects them again, so that they are fetched now.
    const { images, warnings } = await fetchImages(run, answer.images, headers);
    run.report('done');
    return { resume: undefined, images, warnings: [...said, ...warnings] };
  }
  const { deferredId: jobId } = answer;
  run.details = { ...run.details, jobId };
  run.report('pending');
  return { resume: { jobId }, images: [], warnings: [...said, ...run.progressWarnings()] };
}

/** What was asked otherwise than a start is sent. */
function toldOfStart({ options }: ImageRequest): ImageWarning[] {
  if (!isPlainObject(options) || options['deferred'] !== false) return [];
  const details = 'What is started is a deferred job; deferred: true was sent.';
  return [{ type: 'compatibility', feature: 'deferred', details }];
}

async function collect(run: Run, jobId: string, abortSignal: AbortSignal): Promise<XaiImageAnswer> {
  const { options, request, transport, wire, report } = run;
  run.details = { ...run.details, jobId };
  const isOwn = options.jobId === undefined;
  // At once, as a process that ends before the first look would lose a job that is paid.
  if (isOwn) report('pending');
  const { pollIntervalMs } = options;
  const job = { jobId, isOwn, pollIntervalMs, requestBody: wire.body, endsAt: request.endsAt };
  return collectDeferred(job, { ...transport, abortSignal }, run.details, {
    onPending: () => report('pending'),
    onFailure: failure => {
      run.lastFailure = failure;
    },
  });
}

/** Outside the deadline, which would throw away the addresses of what is paid by now. */
async function fetchImages(
  run: Run,
  answer: XaiImageAnswer,
  headers: Record<string, string>,
): Promise<ImageResponse> {
  const { modelId, profile, request, transport, url, wire, details } = run;
  const { n, offset, endsAt } = request;
  run.paid = toPaidPictures(answer, { offset, baseURL: transport.baseURL });
  run.report('downloading');
  const { billsAsked } = rulesOf(profile, modelId);
  const answered = { n, offset, details, url, requestBody: wire.body, headers, endsAt, billsAsked };
  return deliver(answer, { ...answered, uploads: wire.uploads }, transport);
}
