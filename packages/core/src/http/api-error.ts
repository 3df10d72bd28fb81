import { APICallError, type AISDKError } from '@ai-sdk/provider';
import type { ErrorBody } from './error-body.ts';
import type { RequestKind } from './request.ts';
import { withRetryAfter } from '../time/retry-after.ts';

/** What a failed request means for money; it decides the advice and whether AI SDK may start over. */
export type Outcome =
  /** Certain that nothing was started: AI SDK may repeat the whole call. */
  | 'not-started'
  /** The service answered no: the same request would fail again. */
  | 'refused'
  /** The request may have been carried out and billed. */
  | 'unknown';

/** A request that failed: all that is needed to make an error of it. Ids and texts are free of keys and images. */
export interface Failure {
  readonly kind: RequestKind;
  readonly url: string;
  /** What was being done, completing "Failed to …". */
  readonly action: string;
  /** Why it failed, a few words without a full stop. */
  readonly reason: string;
  readonly outcome: Outcome;
  /** What to check when the outcome is unknown, or after a read that failed, a whole sentence. */
  readonly advice: string;
  /** Whether AI SDK may repeat the whole call. */
  readonly isRetryable: boolean;
  readonly requestBody: unknown;
  readonly status?: number | undefined;
  readonly headers?: Record<string, string> | undefined;
  readonly text?: string | undefined;
  readonly body?: ErrorBody | undefined;
  readonly cause?: unknown;
}

/** The arguments of AI SDK's `APICallError`, shared by the errors that extend it. */
export type ApiCallErrorArguments = ConstructorParameters<typeof APICallError>[0];

/** What a backend may turn a failed answer into: its own typed error, or `undefined` for the plain one. */
export type Explain = (failure: Failure) => AISDKError | undefined;

/** Longest part of an answer that is kept on an error, in characters. */
const longestKeptBody = 4096;

/** The constructor arguments of an `APICallError` for a failure, with the sentence that says what to do. */
export function apiCallErrorArguments(failure: Failure): ApiCallErrorArguments {
  return {
    message: `Failed to ${failure.action}: ${failure.reason}. ${adviceFor(failure)}`,
    url: failure.url,
    requestBodyValues: withoutImages(failure.requestBody),
    ...(failure.status !== undefined && { statusCode: failure.status }),
    ...(failure.headers && { responseHeaders: withRetryAfter(failure.headers) }),
    ...(failure.text !== undefined && { responseBody: failure.text.slice(0, longestKeptBody) }),
    isRetryable: failure.isRetryable,
    data: failure.body?.json,
    cause: failure.cause,
  };
}

/** The plain error of a failed request. */
export function toApiCallError(failure: Failure): APICallError {
  return new APICallError(apiCallErrorArguments(failure));
}

function adviceFor({ kind, outcome, advice, status, url }: Failure): string {
  // A failed read says nothing about what was started before it, so it makes no promise about money.
  if (kind === 'read') return status === 401 || status === 403 ? `Check the API key. ${advice}` : advice;
  if (outcome === 'unknown') return `The request may have been carried out and billed. ${advice}`;
  if (outcome === 'not-started') {
    return status === undefined
      ? `Nothing was sent, so nothing was billed. Check the network and the address ${URL.canParse(url) ? new URL(url).origin : url}.`
      : 'The request was not started, so nothing was billed. Wait, then send it again.';
  }
  if (status !== undefined && status >= 300 && status < 400) {
    return 'The request was refused, so nothing was generated. Check baseURL: the service may have moved.';
  }
  return status === 401 || status === 403
    ? 'The request was refused, so nothing was generated. Check the API key and what its account may use.'
    : 'The request was refused, so nothing was generated. Correct it before you send it again.';
}

/** A copy of a request body in which inline images are named by length, so that errors stay small and safe to log. */
export function withoutImages(value: unknown): unknown {
  if (typeof value === 'string') {
    const [prefix] = /^data:[^,]{0,100};base64,/i.exec(value) ?? [];
    return prefix === undefined ? value : `${prefix} ${value.length} characters`;
  }
  if (Array.isArray(value)) return value.map(withoutImages);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutImages(entry)]));
}
