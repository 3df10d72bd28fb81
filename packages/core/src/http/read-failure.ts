import { retryAfterMs } from '../time/retry-after.ts';
import { readErrorBody, type ErrorBody } from './error-body.ts';
import type { FailedAttempt, Outcome } from './failure.ts';

/** An answer that says no, as a backend needs it to tell who says so. */
export interface FailedAnswer {
  readonly url: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
}

/** How a service is told from what stands in between: proxies, content networks, gateways, login pages. */
export interface OwnWords {
  /** Whether the service itself says no, so that nothing was carried out; by default whatever says why in JSON. */
  readonly isOwn?: ((answer: FailedAnswer) => boolean) | undefined;
  /** Whether a 503 is the service's word that the request was not started; by default none is. */
  readonly isTurnedAway?: ((answer: FailedAnswer) => boolean) | undefined;
}

/** What an answer without success means. */
export function readFailure(
  answer: Pick<FailedAnswer, 'url' | 'headers'> & { readonly response: Response; readonly text: string },
  words: OwnWords,
): Pick<
  FailedAttempt,
  'outcome' | 'reason' | 'transient' | 'waitMs' | 'status' | 'headers' | 'text' | 'body'
> {
  const { response, url, headers, text } = answer;
  const { status } = response;
  const waitMs = retryAfterMs(headers);
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    const reason = `the service redirects to another address (HTTP ${status}), which is not followed with a key`;
    // A 303 is the answer to what was carried out, and others stand in its place.
    return { outcome: 'unknown', reason, transient: false, waitMs, status, headers, text };
  }
  const body = readErrorBody(text, status);
  const code = body.code === undefined || body.code === String(status) ? '' : `, ${body.code}`;
  const silent = body.message === `HTTP ${status}`;
  const reason = silent ? body.message + code : `${body.message.replace(/\.$/, '')} (HTTP ${status}${code})`;
  const transient = status === 408 || status === 429 || status >= 500;
  const outcome = outcomeOf({ url, status, headers, body }, words);
  return { outcome, reason, transient, waitMs, status, headers, text, body };
}

/** Only 429 was turned away whoever says so; all else is worth what the speaker is. */
function outcomeOf(answer: FailedAnswer, { isOwn = saysWhy, isTurnedAway }: OwnWords): Outcome {
  const { status } = answer;
  if (status === 429 || (status === 503 && isTurnedAway?.(answer))) return 'not-started';
  if (status === 408 || status === 409 || status >= 500) return 'unknown';
  return isOwn(answer) ? 'refused' : 'unknown';
}

function saysWhy({ body, status }: FailedAnswer): boolean {
  return body.json !== undefined && body.message !== `HTTP ${status}`;
}
