import { isRecord } from '@ai-sdk/provider-utils';
import { excerpt } from '../messages/excerpt.ts';
import { parseJson } from './parse-json.ts';

/** What the body of a failed answer says, in whichever shape it came. */
export interface ErrorBody {
  /** `HTTP <status>` where it says nothing. */
  readonly message: string;
  /** The service's own code, e.g. `'imagine:content-moderated'`. */
  readonly code: string | undefined;
  /** What it came as; a page is that of something in between. */
  readonly form: 'json' | 'page' | 'text' | 'nothing';
}

/** A body as it came. */
export interface RawBody {
  readonly text: string;
  /** What was parsed, `undefined` where it is no JSON. */
  readonly json: unknown;
  readonly status: number;
  /** Takes secrets out, before anything is cut. */
  readonly scrub?: (text: string) => string;
}

const longestCode = 100;
const longestTitle = 100;

/** How often an error is looked for within the text of another one: gateways wrap the answers of each other. */
const deepest = 4;

/**
 * Reads the message out of an error body: `{error:{message}}` (OpenAI), `{code,error}` (xAI), `{errors,detail,title}`
 * (problem+json), `{detail:[{loc,msg}]}` (FastAPI), a list of errors, a bare JSON string or plain text; an error text that
 * is itself JSON is read again. Of an HTML page it is the title.
 *
 * @example
 * readErrorBody({ text, json: { code: 'not-found', error: 'No such model' }, status: 404 }); // { message: 'No such model', code: 'not-found', ... }
 */
export function readErrorBody({ text, json, status, scrub = same => same }: RawBody): ErrorBody {
  const found = json === undefined ? undefined : readJson(json, 0);
  const title = json === undefined ? titleOf(text) : undefined;
  const isPage = json === undefined && text.trimStart().startsWith('<');
  const message = firstText(found?.message, title, isPage || json !== undefined ? undefined : text);
  return {
    message: message === undefined ? `HTTP ${status}` : excerpt(scrub(message)),
    code: found?.code === undefined ? undefined : excerpt(scrub(found.code), longestCode),
    form: json !== undefined ? 'json' : isPage ? 'page' : text.trim() === '' ? 'nothing' : 'text',
  };
}

interface Found {
  readonly message: string | undefined;
  readonly code: string | undefined;
}

function readJson(json: unknown, depth: number): Found {
  if (depth > deepest) return { message: undefined, code: undefined };
  if (typeof json === 'string') return unwrap(json, undefined, depth);
  if (Array.isArray(json)) return { message: ofList(json, depth), code: undefined };
  if (!isRecord(json)) return { message: undefined, code: undefined };
  const error = isRecord(json['error']) ? json['error'] : json;
  // A sentence in problem+json; in FastAPI a list of places with what is wrong there, or anything.
  const detail = isRecord(json['detail']) ? readJson(json['detail'], depth + 1) : undefined;
  const message = firstText(
    error['message'],
    json['error'],
    ofErrors(json['errors'], depth),
    Array.isArray(json['detail']) ? ofList(json['detail'], depth) : (detail?.message ?? json['detail']),
    json['title'],
    json['error_description'],
    json['msg'],
  );
  const code = [error['code'], json['code']].find(given => isPlain(given) && given !== '');
  return unwrap(message, code === undefined ? detail?.code : String(code), depth);
}

/** A text that is JSON holds the error of somebody further away. */
function unwrap(message: string | undefined, code: string | undefined, depth: number): Found {
  const within = message?.trimStart().startsWith('{') ? parseJson(message) : undefined;
  if (within === undefined) return { message, code };
  const inner = readJson(within, depth + 1);
  return { message: inner.message ?? message, code: inner.code ?? code };
}

/** `errors` of problem+json: a map from field to messages, where `messages` is the key of business rules; or a list. */
function ofErrors(errors: unknown, depth: number): string | undefined {
  if (Array.isArray(errors)) return ofList(errors, depth);
  if (!isRecord(errors)) return undefined;
  return Object.entries(errors)
    .map(([field, messages]) => {
      // Only what is plain: an object can have a `toString` that is no function.
      const text = (Array.isArray(messages) ? messages : [messages]).filter(isPlain).join(' ');
      return field === 'messages' ? text : `${field}: ${text}`;
    })
    .join('; ');
}

function ofList(entries: readonly unknown[], depth: number): string | undefined {
  const texts = entries.flatMap(entry => {
    if (typeof entry === 'string') return [entry];
    const message = isRecord(entry) ? readJson(entry, depth + 1).message : undefined;
    if (message === undefined || !isRecord(entry)) return [];
    const place = Array.isArray(entry['loc']) ? entry['loc'].filter(isPlain).join('.') : '';
    return [place === '' ? message : `${place}: ${message}`];
  });
  return texts.join('; ');
}

function titleOf(text: string): string | undefined {
  const [, title] = /<title[^>]{0,200}>([^<]{1,500})</i.exec(text.slice(0, 20_000)) ?? [];
  return title && excerpt(title.replace(/\s+/g, ' ').trim(), longestTitle);
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
