import { APICallError } from '@ai-sdk/provider';
import type { ImageBackend, ImageResponse } from './backend.ts';
import type { ImageCall } from './call.ts';
import { GenerationTimeoutError } from './errors/generation-timeout-error.ts';
import { ImageDownloadError } from './errors/image-download-error.ts';
import { retryAfterMs } from './http/retry-after.ts';
import type { ImageWarning } from './warning.ts';
import { wait } from './wait.ts';

/** What became of the requests of one call: the answers in order, and a warning for each request that failed. */
export interface SettledCall {
  readonly responses: readonly ImageResponse[];
  readonly warnings: readonly ImageWarning[];
}

/** How often a part of a split call is repeated when it is certain that it never started. */
const mostRepeats = 2;
const firstWaitMs = 1000;
/** Longest wait before a part is repeated, in milliseconds: the paid images of the parts beside it wait as long. */
const longestWaitMs = 60_000;

/**
 * Sends a call as one request, or as several at once when it asks for more images than one request can. What
 * succeeded is kept: a failed part becomes a warning, and only when nothing succeeded is an error thrown.
 *
 * @throws the abort reason, or the error of a failed part when no part succeeded
 */
export async function sendCall(backend: ImageBackend, call: ImageCall): Promise<SettledCall> {
  const { maxImagesPerRequest } = backend;
  const requests = Array.from({ length: Math.ceil(call.n / maxImagesPerRequest) }, (_, index) => {
    const offset = index * maxImagesPerRequest;
    return { ...call, offset, total: call.n, n: Math.min(maxImagesPerRequest, call.n - offset) };
  });
  const [only] = requests;
  // An unsplit call leaves repeating to AI SDK and its maxRetries.
  if (requests.length === 1 && only) return { responses: [await backend.generate(only)], warnings: [] };

  const settled = await Promise.allSettled(
    requests.map(request => repeatUnstarted(() => backend.generate(request), call.abortSignal)),
  );
  call.abortSignal?.throwIfAborted();
  const responses = settled.flatMap(part => (part.status === 'fulfilled' ? [part.value] : []));
  const failures = settled.flatMap((part, index) =>
    part.status === 'rejected' ? [{ error: part.reason, images: requests[index]?.n ?? 0 }] : [],
  );
  if (responses.length === 0) throw mostCautious(failures.map(({ error }) => error));
  const warnings = failures.map(({ error, images }): ImageWarning => ({
    type: 'other',
    message: `${images} of ${call.n} images are missing because one request failed: ${reasonOf(error)}`,
  }));
  return { responses, warnings };
}

/**
 * Repeats a part that certainly never started. The parts beside it may be paid by then, so AI SDK must not start the
 * whole call over.
 */
async function repeatUnstarted<T>(send: () => Promise<T>, abortSignal: AbortSignal | undefined): Promise<T> {
  for (let repeat = 0; ; repeat++) {
    try {
      return await send();
    } catch (error) {
      if (repeat === mostRepeats || !APICallError.isInstance(error) || !error.isRetryable) throw error;
      const waitMs = retryAfterMs(error.responseHeaders ?? {}) ?? firstWaitMs * 2 ** repeat;
      if (waitMs > longestWaitMs) throw error;
      await wait(waitMs, abortSignal);
    }
  }
}

/**
 * The error to throw when every part failed: one that says how to get what is paid, else the first, but never a
 * retryable one while another part may have been billed: AI SDK would pay it again.
 */
function mostCautious(errors: readonly unknown[]): unknown {
  const [download, ...others] = errors.filter(error => ImageDownloadError.isInstance(error));
  if (download) return others.length === 0 ? download : joinDownloadErrors(download, others);
  const timeouts = errors.filter(error => GenerationTimeoutError.isInstance(error));
  const [timeout] = timeouts;
  if (timeout) return timeouts.length === 1 ? timeout : joinTimeouts(timeout, timeouts);
  return errors.find(error => !(APICallError.isInstance(error) && error.isRetryable)) ?? errors[0];
}

/** Every job that goes on has an id of its own, and each is needed to collect what it makes. */
function joinTimeouts(
  first: GenerationTimeoutError,
  timeouts: readonly GenerationTimeoutError[],
): GenerationTimeoutError {
  const message = timeouts.map((error, index) => `(${index + 1}) ${error.message}`).join(' ');
  return new GenerationTimeoutError({
    ...first,
    message: `Failed to make images: ${timeouts.length} requests took too long; each is in cause.errors. ${message}`,
    cause: new AggregateError(timeouts),
  });
}

function joinDownloadErrors(
  first: ImageDownloadError,
  others: readonly ImageDownloadError[],
): ImageDownloadError {
  const errors = [first, ...others];
  return new ImageDownloadError({
    provider: first.provider,
    modelId: first.modelId,
    message: `Failed to fetch the paid images of ${errors.length} requests; each is in cause.errors. The first: ${first.message}`,
    cause: new AggregateError(errors),
    urls: errors.flatMap(error => error.urls),
    retryDownload: async options => {
      const parts = await Promise.allSettled(errors.map(async error => error.retryDownload(options)));
      options?.abortSignal?.throwIfAborted();
      const images = parts.flatMap(part => (part.status === 'fulfilled' ? part.value : []));
      if (images.length === 0) throw joinDownloadErrors(first, others);
      return images;
    },
  });
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // A warning carries no fields, so the addresses of paid images go into its words.
  return ImageDownloadError.isInstance(error) ? `${message} The addresses: ${error.urls.join(' ')}` : message;
}
