import { DownloadError } from '@ai-sdk/provider-utils';
import { backoffMs, wait, waitBefore } from '../time/wait.ts';
import { fetchImage, type DownloadSettings, type FailureKind } from './fetch-image.ts';
import { NotAnImageError, type DownloadedImage } from './image-bytes.ts';

/** One of the ways to an image. */
export interface ImageWay {
  /** Where it leads, asked anew before every attempt; `undefined` where it leads nowhere at the moment. */
  readonly find: (abortSignal: AbortSignal | undefined) => Promise<string | undefined> | string | undefined;
  /** Sent to the service's own origin only. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** An image, and the address that served it. */
export interface ServedImage {
  readonly image: DownloadedImage;
  readonly url: string;
}

/**
 * How often a way may fail in the same manner. What is said to be made may be stored a moment later, and a refusal may be that of
 * something in between; what passes by itself is tried as long as there is time.
 */
const mostFailures: Readonly<Record<FailureKind, number>> = {
  final: 1,
  refused: 4,
  absent: 6,
  passing: Number.POSITIVE_INFINITY,
};

/** For how long an image is fetched that has no deadline, in milliseconds. */
const usualMs = 120_000;

/** Rounds after which the first part of an image is delivered, if no way brings the whole. */
const mostRoundsForPart = 4;

/** The first wait between two rounds in milliseconds, and the longest one that a host may ask for. */
const firstWaitMs = 500;
const longestAskedWaitMs = 60_000;

/** How it went with one way so far. */
interface Try {
  readonly way: ImageWay;
  readonly failures: Record<FailureKind, number>;
  /** By `performance.now()`. */
  restsUntil: number;
  error: DownloadError | undefined;
  isOver: boolean;
}

/** How an image is fetched by its ways. */
export interface FetchingByWays extends Omit<DownloadSettings, 'headers'> {
  /** When the time is up, by `performance.now()`; default in two minutes. */
  readonly endsAt?: number | undefined;
  /** Whether no further attempt can bring it. */
  readonly isWithheld?: (() => boolean) | undefined;
}

/**
 * Fetches one image by whichever way brings it: each is tried in turn, and what passes (network, 408, 429, 5xx) is tried
 * again as long as there is time, a 404 five times, and any other no three times. A way that asks to wait, or stands
 * still, does not hold up the others.
 *
 * @throws DownloadError for every failure, and the abort reason of the signal
 */
export async function fetchByWays(
  ways: readonly ImageWay[],
  { endsAt = performance.now() + usualMs, isWithheld = () => false, ...settings }: FetchingByWays,
): Promise<ServedImage> {
  const { abortSignal } = settings;
  const tries = ways.map((way): Try => ({
    way,
    failures: { final: 0, refused: 0, absent: 0, passing: 0 },
    restsUntil: 0,
    error: undefined,
    isOver: false,
  }));
  let part: ServedImage | undefined;
  for (let round = 1; ; round++) {
    for (const attempt of tries) {
      if (attempt.isOver || performance.now() < attempt.restsUntil) continue;
      const { find, headers } = attempt.way;
      const url = await find(abortSignal);
      if (url === undefined) continue;
      const fetched = await fetchImage(url, { ...settings, ...(headers && { headers }) });
      if ('image' in fetched) return { image: fetched.image, url };
      const { error, kind, waitMs = 0 } = fetched;
      attempt.error = error;
      attempt.failures[kind] += 1;
      attempt.isOver = attempt.failures[kind] >= mostFailures[kind];
      attempt.restsUntil = performance.now() + waitBefore(endsAt, Math.min(waitMs, longestAskedWaitMs));
      if (fetched.part && fetched.part.data.length > (part?.image.data.length ?? 0)) {
        part = { image: fetched.part, url };
      }
    }
    const open = tries.filter(({ error, isOver }) => error !== undefined && !isOver);
    const restMs = Math.min(...open.map(({ restsUntil }) => restsUntil)) - performance.now();
    const halfLeft = Math.max(firstWaitMs, (endsAt - performance.now()) / 2);
    const waitMs = Math.max(restMs, Math.min(backoffMs(round, firstWaitMs), halfLeft));
    const isEnd = open.length === 0 || isWithheld() || performance.now() + waitMs > endsAt;
    if (part && (isEnd || round >= mostRoundsForPart)) return part;
    if (isEnd)
      throw joinErrors(
        tries.flatMap(({ error }) => error ?? []),
        settings.baseURL,
      );
    await wait(waitMs, abortSignal);
  }
}

/**
 * Downloads one image from its address: https only and no private address (unless the origin is trusted), redirects checked
 * hop by hop, no credentials, a size cap, and only bytes that can be an image. Failures that pass are repeated.
 *
 * @throws DownloadError for every failure, and the abort reason of the signal
 * @example
 * const { data, info } = await downloadImage(url, { baseURL, fetch: undefined, abortSignal: undefined });
 */
export async function downloadImage(
  url: string,
  { headers, ...settings }: DownloadSettings,
): Promise<DownloadedImage> {
  const { image } = await fetchByWays([{ find: () => url, headers }], settings);
  return image;
}

/** One error for all the ways; where one of them brought bytes that are no image, they stay at hand as its cause. */
function joinErrors(errors: readonly DownloadError[], baseURL: string): DownloadError {
  const [first] = errors;
  const messages = [...new Set(errors.map(({ message }) => message))];
  if (first !== undefined && messages.length === 1) return first;
  const message = messages.join(' ') || 'Failed to download an image: it has no address.';
  const cause = errors.find(error => NotAnImageError.isInstance(error)) ?? first;
  return new DownloadError({ url: first?.url ?? baseURL, message, cause });
}
