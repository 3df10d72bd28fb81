import { cancelResponseBody, readResponseWithSizeLimit, type FetchFunction } from '@ai-sdk/provider-utils';
import { wait, withDeadline } from '../time/wait.ts';
import { toApiCallError, type Explain, type Failure, type Outcome } from './api-error.ts';
import { readErrorBody } from './error-body.ts';
import { classifyNetworkFailure } from './network-failure.ts';
import { askedWaitMs, retryAfterMs } from '../time/retry-after.ts';
import { parseWithoutSecret, secretRemoved, secretsRemoved } from './secrets.ts';
import { sentOnce } from './sent-once.ts';

/**
 * What repeating a request would mean:
 * - `billable`: may pay twice, so it is sent once;
 * - `idempotent`: starts something, but the same request starts it only once;
 * - `read`: changes nothing. By then something may be paid, so its error never lets AI SDK start over.
 */
export type RequestKind = 'billable' | 'idempotent' | 'read';

/** One request that is answered with JSON. */
export interface JsonRequest<T> {
  readonly kind: RequestKind;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Names in lower case, see `joinHeaders`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is where it is a form with files. */
  readonly body?: unknown;
  readonly fetch: FetchFunction | undefined;
  readonly abortSignal: AbortSignal | undefined;
  /** Longest time for one attempt in milliseconds, after which it counts as lost; default no limit. */
  readonly patienceMs?: number | undefined;
  /** What is being done, completing "Failed to …". */
  readonly action: string;
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
 * Longest wait that a service may ask for before a request is repeated here, in milliseconds. Where it starts something,
 * an error that says so at once is worth more than a wait into the deadline, after which nobody knows what was started;
 * and not every read has a deadline.
 */
const longestAskedWaitMs: Readonly<Record<RequestKind, number>> = {
  billable: 0,
  idempotent: 60_000,
  read: 300_000,
};

/** How often a request that is safe to repeat is sent at most, and the waits between, in milliseconds. */
const mostAttempts = 4;
const firstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * Sends one JSON request and reads its answer. Redirects are not followed. A request that is safe to repeat is
 * repeated after failures that pass (network, 408, 429, 5xx, an answer that is no JSON), as long as the service asks to
 * wait, but for at most a minute where it starts something, and five elsewhere.
 *
 * @throws APICallError whose `isRetryable` is true only when it is certain that nothing was started
 * @throws whatever `explain` makes of a failed answer, and the abort reason of the signal
 */
export async function requestJson<T>(request: JsonRequest<T>): Promise<JsonResponse<T>> {
  let everMayHaveStarted = false;
  for (let attempt = 1; ; attempt++) {
    const result = await send(request);
    if ('value' in result) return result;

    everMayHaveStarted ||= result.outcome === 'unknown';
    const isTooLong = (result.waitMs ?? 0) > longestAskedWaitMs[request.kind];
    if (request.kind !== 'billable' && result.transient && attempt < mostAttempts && !isTooLong) {
      await wait(result.waitMs ?? backoffMs(attempt), request.abortSignal);
      continue;
    }
    // What an earlier attempt may have started, a later refusal does not undo.
    const outcome = everMayHaveStarted ? 'unknown' : result.outcome;
    const isRetryable = request.kind !== 'read' && outcome === 'not-started' && result.transient;
    const failure: Failure = { ...result, outcome, isRetryable };
    throw request.explain?.(failure) ?? toApiCallError(failure);
  }
}

/** Exponential with jitter, so that many callers do not come back at the same moment. */
function backoffMs(attempt: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

type Attempt = Omit<Failure, 'isRetryable'> & {
  readonly transient: boolean;
  readonly waitMs: number | undefined;
};

/** Breaks an exchange off like a lost one when it takes too long. */
function withPatience<T>(
  { patienceMs, abortSignal }: Pick<JsonRequest<unknown>, 'patienceMs' | 'abortSignal'>,
  exchange: (abortSignal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (patienceMs === undefined) return exchange(abortSignal);
  const onTimeout = () => new TypeError(`no whole answer within ${patienceMs} ms`);
  return withDeadline({ timeoutMs: patienceMs, abortSignal, onTimeout }, exchange);
}

async function send<T>(request: JsonRequest<T>): Promise<JsonResponse<T> | Attempt> {
  const { kind, url, action, advice, abortSignal, body: requestBody } = request;
  const context = { kind, url, action, advice, requestBody };
  abortSignal?.throwIfAborted();

  const arrived: { response?: Response } = {};
  const exchange = async (signal: AbortSignal | undefined) => {
    // Looked up at call time, so that a patched global fetch is used.
    const fetch = request.fetch ?? globalThis.fetch;
    const response = await fetch(url, {
      method: request.method,
      ...encode(request),
      redirect: 'manual',
      signal: signal ?? null,
    });
    arrived.response = response;
    return { response, text: await readText(response, url) };
  };
  let answer: { response: Response; text: string };
  try {
    answer = await withPatience(request, exchange);
  } catch (error) {
    abortSignal?.throwIfAborted();
    const { response } = arrived;
    const failure = classifyNetworkFailure(error);
    const outcome = failure.neverSent && !response ? 'not-started' : 'unknown';
    const reason = response ? `the answer broke off (${failure.cause})` : failure.cause;
    return {
      ...context,
      outcome,
      reason,
      transient: failure.transient,
      waitMs: undefined,
      status: response?.status,
      cause: error,
    };
  }

  const { response, text } = answer;
  const { status } = response;
  const headers = secretsRemoved(Object.fromEntries(response.headers), request.headers);
  if (status >= 200 && status < 300) {
    try {
      return { value: request.parse(parseBody(text, status, request.headers), status), status, headers };
    } catch (error) {
      const reason = `the answer (HTTP ${status}) could not be understood: ${describeParseError(error)}`;
      return {
        ...context,
        outcome: 'unknown',
        reason: secretRemoved(reason, request.headers),
        // What is no JSON comes from something in between, and passes.
        transient: error instanceof SyntaxError || text.trim() === '',
        waitMs: undefined,
        status,
        headers,
        text: secretRemoved(text, request.headers),
        // The error of a JSON parser quotes the text it was given, and with it a key that was echoed.
        cause: error instanceof SyntaxError ? undefined : error,
      };
    }
  }
  return { ...context, ...readFailure(response, secretRemoved(text, request.headers), headers) };
}

function encode({ kind, body, headers }: JsonRequest<unknown>): RequestInit {
  if (body === undefined) return { headers };
  if (!(body instanceof FormData)) {
    const text = JSON.stringify(body);
    const sent = kind === 'billable' ? sentOnce(text) : text;
    return { headers: { ...headers, 'content-type': 'application/json' }, body: sent };
  }
  // The type of a form is left to `fetch`, which alone knows the boundary between the parts.
  const others = Object.entries(headers).filter(([name]) => name !== 'content-type');
  return { headers: Object.fromEntries(others), body };
}

/** 202 says all there is to say: the work goes on. Its body may be empty or plain text. */
function parseBody(text: string, status: number, sent: Readonly<Record<string, string>>): unknown {
  try {
    return text === '' ? undefined : parseWithoutSecret(text, sent);
  } catch (error) {
    if (status === 202) return undefined;
    throw error;
  }
}

function describeParseError(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is not JSON';
  return error instanceof Error ? error.message : String(error);
}

function readFailure(
  response: Response,
  text: string,
  headers: Record<string, string>,
): Omit<Attempt, 'kind' | 'url' | 'action' | 'advice' | 'requestBody'> {
  const { status } = response;
  const waitMs = retryAfterMs(headers);
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    const reason = `the service redirects to another address (HTTP ${status}), which is not followed with a key`;
    return { outcome: 'refused', reason, transient: false, waitMs, status, headers, text };
  }
  const body = readErrorBody(text, status);
  const code = body.code === undefined || body.code === String(status) ? '' : `, ${body.code}`;
  const silent = body.message === `HTTP ${status}`;
  const reason = silent ? body.message + code : `${body.message.replace(/\.$/, '')} (HTTP ${status}${code})`;
  const transient = status === 408 || status === 429 || status >= 500;
  return { outcome: outcomeOf(status, headers), reason, transient, waitMs, status, headers, text, body };
}

/** 429 and a 503 that says when to come back were turned away at the door; other 5xx may have been at work. */
function outcomeOf(status: number, headers: Record<string, string>): Outcome {
  if (status === 429 || (status === 503 && askedWaitMs(headers) !== undefined)) return 'not-started';
  return status === 408 || status === 409 || status >= 500 ? 'unknown' : 'refused';
}

async function readText(response: Response, url: string): Promise<string> {
  if (response.type === 'opaqueredirect') {
    await cancelResponseBody(response);
    return '';
  }
  return new TextDecoder().decode(
    await readResponseWithSizeLimit({ response, url, maxBytes: maxResponseBytes }),
  );
}
