import { randomId } from '../http/random-id.ts';
import type { ImageWarning } from '../messages/warning.ts';
import type { JsonObject } from '../schema/json.ts';
import type { ImageBackend, ImageRequest, ImageResponse } from './backend.ts';
import type { ImageCall } from './call.ts';
import { joinFailures, reasonOf, toFailedRequest } from './failed-parts.ts';
import { settleParts } from './settle-parts.ts';
import { fanOut, throwIfAborted } from '../time/signal.ts';

/** What became of the requests of one call: the answers in order, and a warning for each request that failed. */
export interface SettledCall {
  readonly responses: readonly ImageResponse[];
  /** The records of the requests that failed. */
  readonly failedRequests: readonly JsonObject[];
  readonly warnings: readonly ImageWarning[];
}

/** Time that a request needs at least, in milliseconds, or half of what its call has: with less, it is not sent any more. */
const neededMs = 60_000;

/** The requests that a call needs, all with the same deadline. */
export function toRequests(
  { maxImagesPerRequest, timeoutMs = Number.POSITIVE_INFINITY }: ImageBackend,
  call: ImageCall,
): readonly ImageRequest[] {
  const callId = randomId();
  const endsAt = performance.now() + timeoutMs;
  const startsBy = endsAt - Math.min(neededMs, timeoutMs / 2);
  return Array.from({ length: Math.ceil(call.n / maxImagesPerRequest) }, (_, index) => {
    const offset = index * maxImagesPerRequest;
    const n = Math.min(maxImagesPerRequest, call.n - offset);
    return { ...call, n, offset, total: call.n, callId, startsBy, endsAt };
  });
}

/**
 * Sends a call as one request, or as several at once when it asks for more images than one request can. What
 * succeeded is kept: a failed part becomes a warning, and only when nothing succeeded is an error thrown.
 *
 * @throws the abort reason; the error of the one request; GenerationIncompleteError when none of several succeeded,
 * or the error of the first one where none of them was started
 */
export async function sendCall(backend: ImageBackend, call: ImageCall): Promise<SettledCall> {
  const requests = toRequests(backend, call);
  const [only] = requests;
  // An unsplit call leaves repeating to its limiter, and to AI SDK and its maxRetries.
  if (requests.length === 1 && only) {
    return { responses: [await backend.generate(only)], failedRequests: [], warnings: [] };
  }

  const { startsBy } = only ?? { startsBy: Number.POSITIVE_INFINITY };
  const { signals, release } = fanOut(call.abortSignal, requests.length);
  const settled = await settleParts(
    requests.map((request, index) => {
      const abortSignal = signals[index];
      return { abortSignal, send: async () => backend.generate({ ...request, abortSignal }) };
    }),
    { ...(Number.isFinite(startsBy) && { startsBy }) },
  ).finally(release);
  throwIfAborted(call.abortSignal);
  const responses = settled.flatMap(part => (part.status === 'fulfilled' ? [part.value] : []));
  const failures = settled.flatMap((part, index) => {
    const { n = 0, offset = 0 } = requests[index] ?? {};
    return part.status === 'rejected' ? [{ error: part.reason, images: n, offset }] : [];
  });
  if (responses.length === 0) throw joinFailures(backend, failures);
  const warnings = failures.map(({ error, images }): ImageWarning => ({
    type: 'other',
    message: `${images} of ${call.n} images are missing because one request failed: ${reasonOf(error)}`,
  }));
  return {
    responses,
    failedRequests: failures.map(toFailedRequest),
    warnings,
  };
}
