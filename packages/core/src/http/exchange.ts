import { cancelResponseBody, readResponseWithSizeLimit, type FetchFunction } from '@ai-sdk/provider-utils';
import { withDeadline } from '../time/wait.ts';
import type { Explain, FailedAttempt, RequestKind } from './failure.ts';
import { classifyNetworkFailure } from './network-failure.ts';
import { readFailure, type OwnWords } from './read-failure.ts';
import { parseWithoutSecret, secretRemoved, secretsRemoved } from './secrets.ts';

/** One request that is answered with JSON. */
export interface JsonRequest<T> extends OwnWords {
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
 * Sends one request once and reads what comes of it.
 *
 * @throws the abort reason; every other failure is what it resolves to
 */
export async function exchange<T>(request: JsonRequest<T>): Promise<JsonResponse<T> | FailedAttempt> {
  const { kind, url, action, advice, abortSignal, body: requestBody } = request;
  const context = { kind, url, action, advice, requestBody };
  abortSignal?.throwIfAborted();

  const written = encode(request);
  if (written instanceof Error) {
    const reason = `it could not be written (${written.message})`;
    return {
      ...context,
      outcome: 'not-started',
      reason,
      transient: false,
      waitMs: undefined,
      cause: written,
    };
  }
  const arrived: { response?: Response } = {};
  const run = async (signal: AbortSignal | undefined) => {
    // Looked up at call time, so that a patched global fetch is used.
    const fetch = request.fetch ?? globalThis.fetch;
    const response = await fetch(url, {
      method: request.method,
      ...written,
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
  const words = { response, url, headers, text: secretRemoved(text, request.headers) };
  return { ...context, ...readFailure(words, request) };
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

/** What goes out, or why it cannot: then nothing was sent. */
function encode({ kind, body, headers }: JsonRequest<unknown>): RequestInit | Error {
  if (body === undefined) return { headers };
  if (!(body instanceof FormData)) {
    const text = toJson(body);
    if (text instanceof Error) return text;
    const sent = kind === 'billable' ? sentOnce(text) : text;
    return { headers: { ...headers, 'content-type': 'application/json' }, body: sent };
  }
  // The type of a form is left to `fetch`, which alone knows the boundary between the parts.
  const others = Object.entries(headers).filter(([name]) => name !== 'content-type');
  return { headers: Object.fromEntries(others), body };
}

/** Too long for a string, a circle or a `bigint`: whatever JSON cannot hold. */
function toJson(body: unknown): string | Error {
  try {
    return JSON.stringify(body);
  } catch (error) {
    return error instanceof Error ? error : new TypeError(String(error));
  }
}

/**
 * The body of a request that must not be sent twice. Deno repeats a request by itself, a POST too, when a kept
 * connection breaks before the answer (seen in 2.9.6); a `Blob` it does not repeat, and unlike a stream it goes out
 * with its length. Other runtimes get the text: they repeat either or neither.
 */
function sentOnce(text: string): string | Blob {
  return 'Deno' in globalThis ? new Blob([text]) : text;
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

async function readText(response: Response, url: string): Promise<string> {
  if (response.type === 'opaqueredirect') {
    await cancelResponseBody(response);
    return '';
  }
  return new TextDecoder().decode(
    await readResponseWithSizeLimit({ response, url, maxBytes: maxResponseBytes }),
  );
}
