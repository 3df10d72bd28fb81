import { cancelResponseBody, type FetchFunction } from '@ai-sdk/provider-utils';
import { throwIfAborted } from '../time/signal.ts';
import { withDeadline } from '../time/wait.ts';
import { encode, uncached, type Sendable } from './encode.ts';
import type { Explain, FailedAttempt } from './failure.ts';
import { describeForm } from './form.ts';
import { classifyNetworkFailure } from './network-failure.ts';
import { parseJson } from './parse-json.ts';
import { hasStream, readBody } from './read-body.ts';
import { readFailure, readUnusable, type OwnWords, type RawAnswer } from './read-failure.ts';
import { createScrubber } from './secrets.ts';

/** One request that is answered with JSON. */
export interface JsonRequest<T> extends OwnWords, Sendable {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly fetch: FetchFunction | undefined;
  readonly abortSignal: AbortSignal | undefined;
  /** Longest time for one attempt in milliseconds, after which it counts as lost; default no limit. */
  readonly patienceMs?: number | undefined;
  /** When the time for all attempts is up, by `performance.now()`: a service that asks to wait longer is asked before. */
  readonly endsAt?: number | undefined;
  /** What is being done, completing "Failed to …". */
  readonly action: string;
  /**
   * What may have happened if the outcome is unknown, a whole sentence, of a request that costs nothing; by default the
   * request may have been carried out and billed.
   */
  readonly unpaid?: string | undefined;
  /** What to check when the outcome is unknown, or after a read that failed, a whole sentence. */
  readonly advice: string;
  /** Takes what is needed from the answer; throws when the answer cannot be understood. */
  readonly parse: (json: unknown, status: number) => T;
  /** Turns a failed answer into a typed error of the backend. */
  readonly explain?: Explain | undefined;
}

/** An answer that was understood. */
export interface JsonResponse<T> {
  readonly value: T;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
}

/** Largest JSON answer that is read: ten 2k images in base64 are about 60 MB. */
const maxResponseBytes = 256 * 1024 * 1024;

/**
 * Sends one request once and reads what comes of it.
 *
 * @throws the abort reason; every other failure is what it resolves to
 */
export async function exchange<T>(request: JsonRequest<T>): Promise<JsonResponse<T> | FailedAttempt> {
  const { kind, url, action, advice, unpaid, abortSignal, form, body } = request;
  const context = { kind, url, action, advice, unpaid, requestBody: form ? describeForm(form) : body };
  throwIfAborted(abortSignal);

  const written = encode(request);
  if ('problem' in written) {
    const reason = `it could not be written (${written.problem})`;
    return {
      ...context,
      outcome: 'not-started',
      reason,
      transient: false,
      waitMs: undefined,
      cause: written.cause,
    };
  }
  const scrubber = createScrubber(request.headers);
  const arrived: { response?: Response } = {};
  const run = async (signal: AbortSignal | undefined) => {
    // Looked up at call time, so that a patched global fetch is used.
    const fetch = request.fetch ?? globalThis.fetch;
    const response = await fetch(url, {
      method: request.method,
      ...written,
      ...uncached(),
      redirect: 'manual',
      signal: signal ?? null,
    });
    arrived.response = response;
    return { response, text: await readText(response, url) };
  };
  let answer: { response: Response; text: string };
  try {
    answer = await withPatience(request, run);
  } catch (error) {
    throwIfAborted(abortSignal);
    const { response } = arrived;
    const failure = classifyNetworkFailure(error);
    const outcome = failure.neverSent && !response ? 'not-started' : 'unknown';
    const reason = response ? `the answer broke off (${failure.cause})` : failure.cause;
    return {
      ...context,
      outcome,
      // `fetch` quotes a header that it does not like.
      reason: scrubber.text(reason),
      transient: failure.transient,
      waitMs: undefined,
      status: response?.status,
      cause: scrubber.isIn(error) ? undefined : error,
    };
  }

  const { response, text } = answer;
  const { status } = response;
  const headers = Object.fromEntries(
    Array.from(response.headers, ([name, value]) => [name, scrubber.text(value)]),
  );
  const raw: RawAnswer = { response, url, headers, scrubber, text, json: parseJson(text) };
  if (status < 200 || status >= 300) return { ...context, ...readFailure(raw, request) };
  try {
    // 202 says all there is to say: the work goes on. Its body may be empty or plain text.
    if (raw.json === undefined && text !== '' && status !== 202) throw new SyntaxError('it is not JSON');
    return { value: request.parse(scrubber.answer(raw.json), status), status, headers };
  } catch (error) {
    return { ...context, ...readUnusable(raw, error) };
  }
}

/** Breaks an exchange off like a lost one when it takes too long. */
function withPatience<T>(
  { patienceMs, abortSignal }: Pick<JsonRequest<unknown>, 'patienceMs' | 'abortSignal'>,
  run: (abortSignal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (patienceMs === undefined) return run(abortSignal);
  const onTimeout = () => new TypeError(`no whole answer within ${patienceMs} ms`);
  return withDeadline({ timeoutMs: patienceMs, abortSignal, onTimeout }, run);
}

async function readText(response: Response, url: string): Promise<string> {
  if (response.type === 'opaqueredirect') {
    await cancelResponseBody(response);
    return '';
  }
  // Without a stream, `text` is what every runtime has.
  if (!hasStream(response)) return response.text();
  return new TextDecoder().decode(await readBody(response, url, maxResponseBytes));
}
