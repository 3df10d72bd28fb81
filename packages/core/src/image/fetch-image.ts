import { uncached } from '../http/encode.ts';
import {
  cancelResponseBody,
  DownloadError,
  fetchUntrustedUrl,
  isSameOrigin,
  type FetchFunction,
} from '@ai-sdk/provider-utils';
import { classifyNetworkFailure } from '../http/network-failure.ts';
import { readBody } from '../http/read-body.ts';
import { version } from '../http/version.ts';
import { retryAfterMs } from '../time/retry-after.ts';
import { throwIfAborted } from '../time/signal.ts';
import { withDeadline } from '../time/wait.ts';
import { isInnerHost } from './inner-host.ts';
import { NotAnImageError, toImage, type DownloadedImage } from './image-bytes.ts';

/** Where images come from, and what is trusted. */
export interface DownloadSettings {
  /** The service's own address: its origin may be plain http or private (an emulator on this machine). */
  readonly baseURL: string;
  /** Further origins that may be, e.g. `['http://minio.internal:9000']`, where a gateway of one's own keeps its images. */
  readonly imageOrigins?: readonly string[] | undefined;
  readonly fetch: FetchFunction | undefined;
  readonly abortSignal: AbortSignal | undefined;
  /** Sent to the service's own origin only, e.g. a bearer token; dropped on every hop to another one. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Largest image in bytes, default 64 MiB. */
  readonly maxBytes?: number;
}

/** Whether a failure is the last word about an address, or how soon it may pass. */
export type FailureKind = 'final' | 'refused' | 'absent' | 'passing';

/** An image, or why an address did not bring it. */
export type FetchedImage =
  | { readonly image: DownloadedImage }
  | {
      readonly error: DownloadError;
      readonly kind: FailureKind;
      /** Milliseconds that the host asks to wait. */
      readonly waitMs?: number | undefined;
      /** As much of the image as came, where that can be shown. */
      readonly part?: DownloadedImage | undefined;
    };

const defaultMaxBytes = 64 * 1024 * 1024;

/** Longest time without a byte, in milliseconds: a dead line must not take the time of the other ways to an image. */
const longestSilenceMs = 20_000;

/** Redirects from one trusted origin to another that are followed, as many as AI SDK follows in all. */
const mostCrossings = 10;

/** A name of our own: imgen.x.ai answers 403 to the bare user agents of HTTP libraries (measured 2026-09). */
const userAgent = `Mozilla/5.0 (compatible; grok-image/${version})`;

/**
 * Fetches one image once: https only and no private address (unless the origin is trusted), redirects checked hop by hop,
 * no credentials elsewhere, a size cap, and only bytes that can be an image.
 *
 * @throws the abort reason; every other failure is what it resolves to
 */
export async function fetchImage(url: string, settings: DownloadSettings): Promise<FetchedImage> {
  const { abortSignal, headers, maxBytes = defaultMaxBytes } = settings;
  throwIfAborted(abortSignal);
  let arrived: Uint8Array | undefined;
  const onTimeout = () => new TypeError(`nothing came for ${longestSilenceMs} ms`);
  const deadline = { timeoutMs: longestSilenceMs, abortSignal, onTimeout };
  try {
    return await withDeadline(deadline, async (signal, restart) => {
      const response = await fetchUntrustedUrl({
        url,
        headers: { ...headers, 'user-agent': userAgent },
        trustedOrigin: trustedOriginOf(url, settings) ?? settings.baseURL,
        credentialedOrigin: settings.baseURL,
        fetch: guardedFetch(settings, signal),
        abortSignal: signal,
      });
      if (!response.ok) {
        await cancelResponseBody(response);
        return toFailedAnswer(url, response);
      }
      restart();
      const data = await readBody(response, url, maxBytes, part => {
        arrived = part;
        restart();
      });
      return toFetchedImage(url, data);
    });
  } catch (error) {
    throwIfAborted(abortSignal);
    if (NotAnImageError.isInstance(error)) return { error, kind: 'refused' };
    if (DownloadError.isInstance(error)) return { error: advised(error, settings), kind: 'final' };
    const { cause, transient } = classifyNetworkFailure(error);
    return {
      error: failed(url, cause, { cause: error }),
      kind: transient ? 'passing' : 'refused',
      part: arrived && partOf(arrived),
    };
  }
}

function toFailedAnswer(url: string, { status, headers }: Response): FetchedImage {
  const passes = status === 408 || status === 425 || status === 429 || status >= 500;
  return {
    error: failed(url, `the server answered HTTP ${status}`, { statusCode: status }),
    kind: passes ? 'passing' : status === 404 ? 'absent' : 'refused',
    waitMs: retryAfterMs(Object.fromEntries(headers)),
  };
}

function toFetchedImage(url: string, data: Uint8Array): FetchedImage {
  const image = toImage(data, url);
  // The rest may come at the next attempt.
  return image.isCutOff
    ? { error: failed(url, `it ${image.flaw}`, {}), kind: 'passing', part: image }
    : { image };
}

/** What came of a transfer that broke off, where it has a head that can be read. */
function partOf(data: Uint8Array): DownloadedImage | undefined {
  try {
    const image = toImage(data.slice(), '');
    return image.isCutOff ? image : undefined;
  } catch {
    return undefined;
  }
}

/** The origin of an address, if it is one of the service or of the caller's list. */
function trustedOriginOf(url: string, { baseURL, imageOrigins = [] }: DownloadSettings): string | undefined {
  return [baseURL, ...imageOrigins].find(origin => isSameOrigin(url, origin));
}

/**
 * Plain http and private hosts are for trusted origins alone; addresses are checked again before every hop. `fetch` gets
 * the address as it was understood here, so that it cannot understand another one.
 */
function guardedFetch(settings: DownloadSettings, signal: AbortSignal): FetchFunction {
  const { fetch = globalThis.fetch } = settings;
  let crossings = 0;
  const guarded: FetchFunction = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    check(url, settings);
    // A page that came in place of a picture must not come again out of a cache.
    const response = await fetch(url.href, { ...init, ...uncached() });
    const next = redirectOf(response, url);
    const trustedOrigin = next && trustedOriginOf(next, settings);
    if (!next || trustedOrigin === undefined || isSameOrigin(next, url.href)) return response;
    // The helper below trusts one origin only, and here may be several.
    await cancelResponseBody(response);
    crossings++;
    // The helper counts the hops within one call of it only, and two origins may send a request to and fro.
    if (crossings > mostCrossings) {
      const message = `Failed to download an image: more than ${mostCrossings} redirects between trusted origins.`;
      throw new DownloadError({ url: next, message });
    }
    const headers = { 'user-agent': userAgent };
    return fetchUntrustedUrl({ url: next, headers, trustedOrigin, fetch: guarded, abortSignal: signal });
  };
  return guarded;
}

function redirectOf({ status, headers }: Response, base: URL): string | undefined {
  const location = [301, 302, 303, 307, 308].includes(status) ? headers.get('location') : null;
  return location !== null && URL.canParse(location, base) ? new URL(location, base).href : undefined;
}

function check({ href, origin, protocol, hostname, username, password }: URL, settings: DownloadSettings) {
  const isTrusted = trustedOriginOf(href, settings) !== undefined;
  const refuse = (reason: string) =>
    new DownloadError({ url: href, message: `Failed to download an image: ${reason}.` });
  // The origin of a blob is that of the address within it.
  if (protocol !== 'https:' && !(protocol === 'http:' && isTrusted)) {
    throw refuse(`${origin} is not https`);
  }
  if (isInnerHost(hostname) && !isTrusted) {
    throw refuse(`the host ${hostname} is not allowed, as it is none of the public network`);
  }
  if (username || password) throw refuse(`its address at ${origin} has a user name or password`);
}

/** Says what lets an image of one's own host through, where there is a setting for it. */
function advised(error: DownloadError, { imageOrigins }: DownloadSettings): DownloadError {
  const { url, message } = error;
  if (imageOrigins === undefined || !/is not (?:allowed|https)/.test(message)) return error;
  const { origin } = new URL(url);
  const advice = `If that host is yours, put ${origin} into imageOrigins`;
  return new DownloadError({ url, message: `${message.replace(/\.$/, '')}. ${advice}.`, cause: error });
}

function failed(
  url: string,
  reason: string,
  details: { statusCode?: number; cause?: unknown },
): DownloadError {
  const message = `Failed to download an image from ${new URL(url).origin}: ${reason}.`;
  return new DownloadError({ url, message, ...details });
}
