import { cancelResponseBody, type FetchFunction } from '@ai-sdk/provider-utils';
import { messageOf } from '../messages/message-of.ts';
import { throwIfAborted } from '../time/signal.ts';
import { withDeadline } from '../time/wait.ts';
import { encode, uncached, type Sendable } from './encode.ts';
import type { Explain, FailedAttempt } from './failure.ts';
import { describeForm } from './form.ts';
import { classifyNetworkFailure } from './network-failure.ts';
import { hasStream, readBody } from './read-body.ts';
import { readFailure, type OwnWords } from './read-failure.ts';
import { parseWithoutSecret, secretRemoved, secretsRemoved } from './secrets.ts';

/** One request that is answered with JSON. */
export interface JsonRequest<T> extends OwnWords, Sendable {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
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
  const { kind, url, action, advice, abortSignal, form, body } = request;
  const context = { kind, url, action, advice, requestBody: form ? describeForm(form) : body };
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
  return messageOf(error);
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
