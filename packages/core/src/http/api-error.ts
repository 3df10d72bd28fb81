import { APICallError } from '@ai-sdk/provider';
import { withRetryAfter } from '../time/retry-after.ts';
import type { Failure } from './failure.ts';

/** The arguments of AI SDK's `APICallError`, shared by the errors that extend it. */
export type ApiCallErrorArguments = ConstructorParameters<typeof APICallError>[0];

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
  const isRedirect = status !== undefined && status >= 300 && status < 400;
  if (outcome === 'unknown') {
    const moved = isRedirect ? ' Check baseURL, too: the service may have moved.' : '';
    return `The request may have been carried out and billed. ${advice}${moved}`;
  }
  if (outcome === 'not-started') {
    return status === undefined
      ? `Nothing was sent, so nothing was billed. Check the network and the address ${URL.canParse(url) ? new URL(url).origin : url}.`
      : 'The request was not started, so nothing was billed. Wait, then send it again.';
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
