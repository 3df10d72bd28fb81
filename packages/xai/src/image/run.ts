import type { APICallError } from '@ai-sdk/provider';
import {
  createProgressReporter,
  requestJson,
  withDeadline,
  type GenerationDetails,
  type ImageRequest,
  type ImageWarning,
  type RateLimiter,
  type UploadTarget,
} from '@grok-image/core';
import { isPlainObject } from '@grok-image/core/internal';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import type { XaiPaidPicture } from '../service/paid-picture.ts';
import type { XaiProgress, XaiProviderSettings } from '../service/settings.ts';
import { toTransport, type XaiTransport } from '../service/transport.ts';
import { explain, toTimeoutError } from './explain.ts';
import type { ReadOptions } from './options.ts';
import { readOptions } from './read-options.ts';
import { toRequest, type XaiRequest } from './request.ts';
import { readAnswer, type XaiAnswer } from './response.ts';

/** Milliseconds that a call has by default; Node.js itself gives up an answer that takes longer. */
export const defaultTimeoutMs = 300_000;

/** The model that is asked, and how. */
export interface Target {
  readonly modelId: string;
  readonly profile: XaiGatewayProfile;
  readonly settings: XaiProviderSettings;
  /** Lets a request wait for its turn; absent where there is no limit. */
  readonly limited?: RateLimiter | undefined;
  /** What every call is to be told of the settings. */
  readonly warnings?: readonly ImageWarning[] | undefined;
  /** Where the images go whose call names no addresses. */
  readonly uploadTo?: readonly UploadTarget[] | undefined;
}

/** One request on its way. What is learned meanwhile is kept, for the errors that may come at any moment. */
export interface Run extends Omit<Target, 'warnings' | 'uploadTo'> {
  readonly request: ImageRequest;
  readonly options: ReadOptions;
  readonly wire: XaiRequest;
  /** What was mapped, of a request that is sent. */
  readonly warnings: readonly ImageWarning[];
  readonly transport: XaiTransport;
  readonly url: string;
  readonly report: (status: XaiProgress['status']) => void;
  /** What is to be said of the caller's `onProgress`. */
  readonly progressWarnings: () => readonly ImageWarning[];
  details: GenerationDetails;
  /** The pictures that are paid, once they are made. */
  paid: readonly XaiPaidPicture[] | undefined;
  lastFailure: APICallError | undefined;
}

/**
 * Checks and maps a request. Nothing is sent.
 *
 * @throws InvalidArgumentError, LoadAPIKeyError
 */
export function prepare(request: ImageRequest, target: Target, change: Partial<ReadOptions> = {}): Run {
  const { modelId, profile, settings } = target;
  const { options, warnings } = readOptions(withOwn(request.options, target.uploadTo, change));
  const wire = toRequest(request, options, { modelId, profile, settings });
  const transport = toTransport(profile, settings, request);
  const progress = createProgressReporter<XaiProgress>(settings.onProgress);
  const { n, callId, offset } = request;
  const said = [...(target.warnings ?? []), ...warnings];
  const run: Run = {
    modelId,
    profile,
    settings,
    limited: target.limited,
    request,
    options,
    wire,
    // A job that is collected was mapped when it was started; now nothing of it is sent.
    warnings: options.jobId === undefined ? [...said, ...wire.warnings] : said,
    transport,
    url: transport.baseURL + wire.path,
    details: { provider: 'xai.image', modelId, jobId: options.jobId },
    paid: undefined,
    lastFailure: undefined,
    report(status) {
      const { jobId, requestId } = run.details;
      const job = jobId === undefined ? {} : { jobId, resume: { jobId } };
      progress.report({ status, modelId, callId, offset, n, requestId, ...job, paid: run.paid });
    },
    progressWarnings: () => progress.warnings(),
  };
  return run;
}

/** Options with what the model and the way of asking add, before they are read, so that the same checks hold for all. */
function withOwn(given: unknown, uploadTo: Target['uploadTo'], change: Partial<ReadOptions>): unknown {
  const options = given ?? {};
  if (!isPlainObject(options)) return given;
  // A job that is collected has got its addresses when it was started.
  const isOpen = options['uploadUrls'] === undefined && options['jobId'] === undefined;
  return { ...options, ...(uploadTo && isOpen && { uploadUrls: [...uploadTo] }), ...change };
}

/**
 * Runs work within the time of its call. What sends something waits for its turn first.
 *
 * @throws GenerationTimeoutError, the abort reason, and whatever the work throws
 */
export async function within<T extends { readonly headers: Record<string, string> }>(
  run: Run,
  work: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { modelId, limited, options, settings, transport } = run;
  const { abortSignal, startsBy, endsAt } = run.request;
  const { timeout = defaultTimeoutMs } = settings;
  const onTimeout = () => toTimeoutError(run.details, timeout, transport.advice, run.lastFailure);
  const send = () => withDeadline({ timeoutMs: endsAt - performance.now(), abortSignal, onTimeout }, work);
  // A job that is collected is no new request.
  if (limited === undefined || options.jobId !== undefined) return send();
  return limited(send, { modelId, abortSignal, startsBy });
}

/** Sends the one request that costs money. */
export async function post(
  run: Run,
  abortSignal: AbortSignal,
): Promise<{ readonly answer: XaiAnswer; readonly headers: Record<string, string> }> {
  const { modelId, profile, transport, url, request } = run;
  const { body } = run.wire;
  const isDeferred = body.deferred === true;
  run.report('sent');
  const { value, headers } = await requestJson({
    ...transport,
    abortSignal,
    kind: 'once',
    method: 'POST',
    url,
    body,
    action: `make ${request.n === 1 ? 'an image' : `${request.n} images`} with ${modelId}`,
    parse: json => readAnswer(json, isDeferred),
    explain: failure =>
      explain(failure, profile, { details: run.details, isDeferred, baseURL: transport.baseURL }),
  });
  run.details = { ...run.details, requestId: headers['x-request-id'] };
  return { answer: value, headers };
}
