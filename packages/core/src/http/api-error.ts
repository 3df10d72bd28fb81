import { isUrl } from '../messages/is-url.ts';
import { APICallError } from '@ai-sdk/provider';
import { withRetryAfter } from '../time/retry-after.ts';
import { shownAddress } from '../messages/excerpt.ts';
import type { Failure } from './failure.ts';
import { toShownAnswer, toShownRequest } from './shown.ts';

/** The arguments of AI SDK's `APICallError`, shared by the errors that extend it. */
export type ApiCallErrorArguments = ConstructorParameters<typeof APICallError>[0];

/** The constructor arguments of an `APICallError` for a failure, with the sentence that says what to do. */
export function apiCallErrorArguments(failure: Failure): ApiCallErrorArguments {
  const shown = failure.text === undefined ? undefined : toShownAnswer(failure.text, failure.json);
  return {
    message: `Failed to ${failure.action}: ${failure.reason}. ${adviceFor(failure)}`,
    url: failure.url,
    requestBodyValues: toShownRequest(failure.requestBody),
    ...(failure.status !== undefined && { statusCode: failure.status }),
    ...(failure.headers && { responseHeaders: withRetryAfter(failure.headers) }),
    ...(shown && { responseBody: shown.text }),
    isRetryable: failure.isRetryable,
    data: shown?.data,
    cause: failure.cause,
  };
}

/** The same with a further sentence at its end. */
export function toAdvisedError(failure: Failure, advice: string): APICallError {
  const plain = apiCallErrorArguments(failure);
  return new APICallError({ ...plain, message: `${plain.message} ${advice}` });
}

/** Where a service was asked, and where it usually is, both without a slash at the end. */
export interface BaseUrls {
  readonly baseURL: string;
  readonly usual: string;
}

/** The error of a request that met nothing to answer it; `undefined` for any other failure. */
export function explainWrongUrl(failure: Failure, urls: BaseUrls): APICallError | undefined {
  const question = askAboutUrl(failure, urls);
  return question === undefined ? undefined : toAdvisedError(failure, question);
}

/**
 * What to ask of a request that met nothing to answer it, which is mostly the fault of `baseURL`; `undefined` for any other
 * failure, and where `baseURL` is the usual one.
 */
export function askAboutUrl(
  { status = 0, url, body }: Failure,
  { baseURL, usual }: BaseUrls,
): string | undefined {
  const isMissing = status === 404 || status === 405 || (status < 300 && body?.form === 'page');
  const [called = ''] = url.split('?');
  return isMissing && baseURL !== usual
    ? `Is baseURL right? It looks like '${usual}', and ${shownAddress(called) ?? 'an address below it'} was called.`
    : undefined;
}

/** The plain error of a failed request. */
export function toApiCallError(failure: Failure): APICallError {
  return new APICallError(apiCallErrorArguments(failure));
}

function adviceFor(failure: Failure): string {
  const { kind, outcome, advice, unpaid, status, url, body } = failure;
  // A challenge for browsers or the page of a firewall says nothing about the key.
  const isDenied = (status === 401 || status === 403) && body?.form !== 'page';
  // A failed read says nothing about what was started before it, so it makes no promise about money.
  if (kind === 'read') return isDenied ? `Check the API key. ${advice}` : advice;
  switch (outcome) {
    case 'unknown': {
      const isBetween = body?.form === 'page' && status !== undefined && status < 500;
      const between = isBetween ? 'Something between here and the service says so. ' : '';
      const moved = status !== undefined && status >= 300 && status < 400;
      return `${between}${unpaid ?? 'The request may have been carried out and billed.'} ${advice}${moved ? ' Check baseURL, too: the service may have moved.' : ''}`;
    }
    case 'not-started':
      return status === undefined
        ? `Nothing was sent${unpaid ? '' : ', so nothing was billed'}. Check the network and the address ${isUrl(url) ? new URL(url).origin : url}.`
        : `The request was not started${unpaid ? '' : ', so nothing was billed'}. Wait, then send it again.`;
    case 'refused':
      return `The request was refused${unpaid ? '' : ', so nothing was generated'}. ${isDenied ? 'Check the API key and what its account may use.' : 'Correct it before you send it again.'}`;
    default:
      return outcome satisfies never;
  }
}
