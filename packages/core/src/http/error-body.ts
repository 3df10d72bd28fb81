import { isRecord } from '@ai-sdk/provider-utils';
import { excerpt } from '../messages/excerpt.ts';

/** What the body of a failed answer says, in whichever shape it came. */
export interface ErrorBody {
  readonly message: string;
  /** The service's own code, e.g. `'imagine:content-moderated'`. */
  readonly code: string | undefined;
  /** The parsed body, `undefined` when it is no JSON. */
  readonly json: unknown;
}

const longestCode = 100;

/**
 * Reads the message out of an error body: `{error:{message}}` (OpenAI), `{code,error}` (xAI), `{errors,detail,title}`
 * (problem+json), a bare JSON string or plain text. HTML pages and empty bodies become the status itself.
 *
 * @example
 * readErrorBody('{"code":"not-found","error":"No such model"}', 404); // { message: 'No such model', code: 'not-found', ... }
 */
export function readErrorBody(text: string, status: number): ErrorBody {
  const json = parseJson(text);
  const body = isRecord(json) ? json : {};
  const error = isRecord(body['error']) ? body['error'] : body;
  const code = error['code'] ?? body['code'];
  const message =
    firstText(
      error['message'],
      body['error'],
      problemMessages(body['errors']),
      body['detail'],
      body['title'],
      json,
      json === undefined && !text.trimStart().startsWith('<') ? text : undefined,
    ) ?? `HTTP ${status}`;
  return {
    message: excerpt(message),
    code: isPlain(code) && code !== '' ? excerpt(String(code), longestCode) : undefined,
    json,
  };
}

/** `errors` of problem+json: a map from field to messages, where `messages` is the key of business rules. */
function problemMessages(errors: unknown): string | undefined {
  if (!isRecord(errors)) return undefined;
  return Object.entries(errors)
    .map(([field, messages]) => {
      // Only what is plain: an object can have a `toString` that is no function.
      const text = (Array.isArray(messages) ? messages : [messages]).filter(isPlain).join(' ');
      return field === 'messages' ? text : `${field}: ${text}`;
    })
    .join('; ');
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function firstText(...candidates: unknown[]): string | undefined {
  for (const candidate of candidates) {
    if (typeof candidate === 'string' && candidate.trim() !== '') return candidate.trim();
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
