import {
  DownloadError,
  fetchUntrustedUrl,
  isSameOrigin,
  cancelResponseBody,
  type FetchFunction,
} from '@ai-sdk/provider-utils';
import { classifyNetworkFailure } from '../http/network-failure.ts';
import { readBody } from '../http/read-body.ts';
import { version } from '../http/version.ts';
import { retryAfterMs } from '../time/retry-after.ts';
import { wait, withDeadline } from '../time/wait.ts';
import { isCutOff } from './cut-off.ts';
import { inspectImage, type ImageInfo } from './image-info.ts';
import { isInnerHost } from './inner-host.ts';
import { throwIfAborted } from '../time/signal.ts';

/** Where images come from, and what is trusted. */
export interface DownloadSettings {
  /** The service's own address; only this origin may be plain http or private (an emulator on this machine). */
  readonly baseURL: string;
  readonly fetch: FetchFunction | undefined;
  readonly abortSignal: AbortSignal | undefined;
  /** Sent to the service's own origin only, e.g. a bearer token; dropped on every hop to another one. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Largest image in bytes, default 64 MiB. */
  readonly maxBytes?: number;
  /** Longest time for one image in milliseconds, repeats included, default 120 000: a stalled one must not hold up its siblings. */
  readonly timeoutMs?: number;
}

/** A downloaded image with what its bytes say. */
export interface DownloadedImage {
  readonly data: Uint8Array;
  readonly info: ImageInfo;
  /** What is wrong with it, completing "An image …": it is paid and can be shown all the same. */
  readonly flaw?: string | undefined;
}

const defaultMaxBytes = 64 * 1024 * 1024;
const defaultTimeoutMs = 120_000;
const mostAttempts = 4;
/** What is said to be made may be stored a moment later, so an image that is not there is looked for once more. */
const mostAttemptsAbsent = 5;
const firstWaitMs = 250;

/** A name of our own: imgen.x.ai answers 403 to the bare user agents of HTTP libraries (measured 2026-09). */
const userAgent = `Mozilla/5.0 (compatible; grok-image/${version})`;

/**
 * Downloads one image: https only and no private address (unless it is the service's own origin), redirects checked
 * hop by hop, no credentials, a size cap, and only bytes that are a JPEG, PNG, WebP, AVIF or GIF. Failures that
 * pass (network, 408, 429, 5xx) are repeated.
 *
 * @throws DownloadError for every failure, and the abort reason of the signal
 * @example
 * const { data, info } = await downloadImage(url, { baseURL, fetch: undefined, abortSignal: undefined });
 */
export async function downloadImage(url: string, settings: DownloadSettings): Promise<DownloadedImage> {
  const { abortSignal, timeoutMs = defaultTimeoutMs } = settings;
  const onTimeout = () => failed(url, `it did not arrive within ${timeoutMs} ms`, {});
  return withDeadline({ timeoutMs, abortSignal, onTimeout }, signal =>
    repeatDownload(url, { ...settings, abortSignal: signal }),
  );
}

async function repeatDownload(url: string, settings: DownloadSettings): Promise<DownloadedImage> {
  for (let attempt = 1; ; attempt++) {
    const result = await download(url, settings);
    if ('data' in result) return result;
    const isLast = attempt >= (result.isAbsent ? mostAttemptsAbsent : mostAttempts);
    if (result.cutOff && isLast) return result.cutOff;
    if (!result.transient || isLast) throw result.error;
    await wait(result.waitMs ?? firstWaitMs * 2 ** (attempt - 1), settings.abortSignal);
  }
}

/**
 * Makes an image of bytes that came inside an answer. Only the first part of one has a flaw.
 *
 * @throws DownloadError when they are no image of an accepted format
 */
export function toImage(data: Uint8Array, url: string): DownloadedImage {
  const info = inspectImage(data);
  if (info && isCutOff(data)) return { data, info, flaw: cutOff(data) };
  if (info) return { data, info };
  throw new DownloadError({
    url,
    message: `Failed to read an image: its ${data.byteLength} bytes are no JPEG, PNG, WebP, AVIF or GIF.`,
  });
}

type Attempt =
  | DownloadedImage
  | {
      error: Error;
      transient: boolean;
      waitMs?: number | undefined;
      isAbsent?: boolean;
      cutOff?: DownloadedImage;
    };

async function download(url: string, settings: DownloadSettings): Promise<Attempt> {
  const { baseURL, abortSignal, headers, maxBytes = defaultMaxBytes } = settings;
  throwIfAborted(abortSignal);
  try {
    const response = await fetchUntrustedUrl({
      url,
      headers: { ...headers, 'user-agent': userAgent },
      trustedOrigin: baseURL,
      fetch: httpsOnly(settings),
      ...(abortSignal && { abortSignal }),
    });
    if (!response.ok) {
      await cancelResponseBody(response);
      const { status } = response;
      return {
        error: failed(url, `the server answered HTTP ${status}`, { statusCode: status }),
        isAbsent: status === 404,
        transient: status === 404 || status === 408 || status === 429 || status >= 500,
        waitMs: retryAfterMs(Object.fromEntries(response.headers)),
      };
    }
    const data = await readBody(response, url, maxBytes);
    const image = toImage(data, url);
    // The rest may come at the next attempt.
    return image.flaw === undefined
      ? image
      : { error: failed(url, `it ${image.flaw}`, {}), transient: true, cutOff: image };
  } catch (error) {
    throwIfAborted(abortSignal);
    if (DownloadError.isInstance(error)) return { error, transient: false };
    const { cause, transient } = classifyNetworkFailure(error);
    return { error: failed(url, cause, { cause: error }), transient };
  }
}

function cutOff(data: Uint8Array): string {
  return `breaks off after ${data.byteLength} bytes, before its end`;
}

/**
 * Plain http is for the service's own origin alone; addresses are checked again before every hop. `fetch` gets the
 * address as it was understood here, so that it cannot understand another one.
 */
function httpsOnly({ baseURL, fetch }: DownloadSettings): FetchFunction {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { href, origin, protocol, hostname, username, password } = url;
    // The origin of a blob is that of the address within it.
    if (protocol !== 'https:' && !(protocol === 'http:' && isSameOrigin(href, baseURL))) {
      const message = `Failed to download an image: ${origin} is not https.`;
      throw new DownloadError({ url: href, message });
    }
    if (isInnerHost(hostname) && !isSameOrigin(href, baseURL)) {
      const message = `Failed to download an image: the host ${hostname} is not allowed, as it is none of the public network.`;
      throw new DownloadError({ url: href, message });
    }
    if (username || password) {
      const message = `Failed to download an image: its address at ${origin} has a user name or password.`;
      throw new DownloadError({ url: href, message });
    }
    return (fetch ?? globalThis.fetch)(href, init);
  };
}

function failed(
  url: string,
  reason: string,
  details: { statusCode?: number; cause?: unknown },
): DownloadError {
  const message = `Failed to download an image from ${new URL(url).origin}: ${reason}.`;
  return new DownloadError({ url, message, ...details });
}
