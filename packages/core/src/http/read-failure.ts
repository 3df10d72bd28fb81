import { isUrl } from '../messages/is-url.ts';
import { isRecord } from '@ai-sdk/provider-utils';
import { shownAddress } from '../messages/excerpt.ts';
import { messageOf } from '../messages/message-of.ts';
import { retryAfterMs } from '../time/retry-after.ts';
import { readErrorBody, type ErrorBody } from './error-body.ts';
import type { FailedAttempt, Outcome } from './failure.ts';
import type { Scrubber } from './secrets.ts';

/** An answer that says no, as a backend needs it to tell who says so. */
export interface FailedAnswer {
  readonly url: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
  /** The answer, where it is JSON. */
  readonly json: unknown;
}

/** How a service is told from what stands in between: proxies, content networks, gateways, login pages. */
export interface OwnWords {
  /** Whether the service itself says no, so that nothing was carried out; by default whatever says why in JSON. */
  readonly isOwn?: ((answer: FailedAnswer) => boolean) | undefined;
  /** Whether a 503 is the service's word that the request was not started; by default none is. */
  readonly isTurnedAway?: ((answer: FailedAnswer) => boolean) | undefined;
}

/** An answer as it came; its headers are without secrets. */
export interface RawAnswer {
  readonly response: Response;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly text: string;
  readonly json: unknown;
  readonly scrubber: Scrubber;
}

/** All that an answer says of a failed attempt. */
type ReadFailure = Omit<FailedAttempt, 'kind' | 'url' | 'action' | 'advice' | 'unpaid' | 'requestBody'>;

/** What an answer with success means that cannot be used. */
export function readUnusable(
  { response: { status }, headers, text, json, scrubber }: RawAnswer,
  cause: unknown,
): ReadFailure {
  // Some gateways say with success that there was none.
  const isError = isRecord(json) ? Boolean(json['error']) : json === undefined && text !== '';
  const body = isError ? readErrorBody({ text, json, status, scrub: scrubber.text }) : undefined;
  const isPage = body?.form === 'page';
  const isSilent = body === undefined || body.message === `HTTP ${status}`;
  const why = isSilent ? '' : ` (it says: ${body.message.replace(/\.$/, '')})`;
  const problem = isPage ? 'it is a page for browsers, no JSON' : messageOf(cause);
  const reason = `the answer (HTTP ${status}) could not be understood: ${problem}`;
  return {
    outcome: 'unknown',
    reason: scrubber.text(reason) + why,
    body,
    // What is no JSON comes from something in between, and passes.
    transient: json === undefined,
    waitMs: undefined,
    status,
    headers,
    text: scrubber.text(text),
    json: scrubber.value(json),
    cause,
  };
}

/** What an answer without success means. */
export function readFailure(
  { response, url, headers, text, json, scrubber }: RawAnswer,
  words: OwnWords,
): ReadFailure {
  const { status } = response;
  const waitMs = retryAfterMs(headers);
  const kept = { waitMs, status, headers, text: scrubber.text(text), json: scrubber.value(json) };
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    const target = targetOf(headers['location'], url);
    const reason = `the service redirects to ${target} (HTTP ${status}), which is not followed with a key`;
    // A 303 is the answer to what was carried out, and others stand in its place.
    return { ...kept, outcome: 'unknown', reason, transient: false };
  }
  const body = readErrorBody({ text, json, status, scrub: scrubber.text });
  const code = body.code === undefined || body.code === String(status) ? '' : `, ${body.code}`;
  const silent = body.message === `HTTP ${status}`;
  const reason = silent ? body.message + code : `${body.message.replace(/\.$/, '')} (HTTP ${status}${code})`;
  const transient = status === 408 || status === 429 || status >= 500;
  const outcome = outcomeOf({ url, status, headers, body, json: kept.json }, words);
  return { ...kept, outcome, reason, transient, body };
}

/** Only 429 was turned away whoever says so; all else is worth what the speaker is. */
function outcomeOf(answer: FailedAnswer, { isOwn = saysWhy, isTurnedAway }: OwnWords): Outcome {
  const { status } = answer;
  if (status === 429 || (status === 503 && isTurnedAway?.(answer))) return 'not-started';
  if (status === 408 || status === 409 || status >= 500) return 'unknown';
  return isOwn(answer) ? 'refused' : 'unknown';
}

function saysWhy({ body, status }: FailedAnswer): boolean {
  return body.form === 'json' && body.message !== `HTTP ${status}`;
}

/** Where a redirect leads, without the query, which may hold anything. */
function targetOf(location: string | undefined, url: string): string {
  if (location === undefined || !isUrl(location, url)) return 'another address';
  const { origin, pathname } = new URL(location, url);
  return (origin === 'null' ? undefined : shownAddress(origin + pathname)) ?? 'another address';
}
