import type { Body, Reason } from '../script/reaction.ts';
import type { Answer } from './played-service.ts';
import type { RefusalWords } from './refusal.ts';

/** How answers travel. */
export interface WireSettings {
  readonly refusals: Readonly<Record<Reason, RefusalWords>>;
  /** Whether a response has a stream for its body, as in browsers and Node.js. */
  readonly hasStreams: boolean;
  /** The time of day at the service. */
  readonly serviceNow: () => number;
  readonly retryAfter?: string | undefined;
  /** What stands in the answer, where it is not the service's own. */
  readonly body?: Body | undefined;
  /** The key of the request. */
  readonly key?: string | undefined;
}

/** An answer that can be read as often as a framework likes to give it out. */
export interface WireAnswer {
  readonly isSuccess: boolean;
  /** For the transcript. */
  readonly words: string;
  toResponse(): Response;
}

/** Puts an answer on the wire, whole or cut off by an error. */
export function toWire(
  answer: Answer,
  { hasStreams, serviceNow, retryAfter, body, key = '' }: WireSettings,
  cutOff?: Error,
): WireAnswer {
  const { status, json, bytes } = answer;
  const text = body === undefined ? (json === undefined ? '' : JSON.stringify(json)) : toText(body, key);
  const data = bytes ?? new TextEncoder().encode(text);
  const headers: Record<string, string> = {
    ...answer.headers,
    ...(body === 'html' && { 'content-type': 'text/html' }),
    ...(retryAfter !== undefined && { 'retry-after': toRetryAfter(retryAfter, serviceNow()) }),
    ...(bytes && cutOff === undefined && { 'content-length': String(data.byteLength) }),
  };
  const isEmpty = status === 204 || status === 304;
  return {
    isSuccess: status >= 200 && status < 300 && cutOff === undefined,
    words: wordsOf(status, { text, bytes, retryAfter: headers['retry-after'] }) + (cutOff ? ', cut off' : ''),
    toResponse() {
      if (!hasStreams && cutOff === undefined) return withoutStream(status, headers, data);
      return new Response(isEmpty ? null : streamOf(data, cutOff), { status, headers });
    },
  };
}

function streamOf(data: Uint8Array<ArrayBuffer>, cutOff: Error | undefined): ReadableStream {
  return new ReadableStream({
    start(controller) {
      const length = cutOff ? Math.floor(data.byteLength / 2) : data.byteLength;
      if (length > 0) controller.enqueue(data.slice(0, length));
      if (!cutOff) controller.close();
    },
    pull(controller) {
      if (cutOff) controller.error(cutOff);
    },
  });
}

/** A response as React Native and some polyfills have it: no stream, and each reader at most once. */
function withoutStream(
  status: number,
  headers: Record<string, string>,
  data: Uint8Array<ArrayBuffer>,
): Response {
  const text = async (): Promise<string> => new TextDecoder().decode(data);
  const response = new Response(null, { status: status === 204 ? 204 : 200 });
  return Object.defineProperties(Object.create(response), {
    status: { value: status },
    ok: { value: status >= 200 && status < 300 },
    headers: { value: new Headers(headers) },
    type: { value: 'default' },
    body: { value: undefined },
    text: { value: text },
    json: { value: async () => JSON.parse(await text()) },
    arrayBuffer: { value: async () => data.slice().buffer },
  });
}

function toText(body: Body, key: string): string {
  switch (body) {
    case 'html':
      return '<html><head><title>524: A timeout occurred</title></head><body></body></html>';
    case 'empty':
      return '';
    case 'null':
      return 'null';
    case 'text':
      return 'upstream connect error or disconnect/reset before headers';
    case 'list':
      return '[]';
    case 'another vendor':
      return JSON.stringify({ created: 1, id: 'gen-1', output: [{ image: 'https://elsewhere.example/1' }] });
    case 'echo of the key':
      // As PHP writes JSON: a slash has a backslash in front.
      return JSON.stringify({ code: 'unknown', error: `Something failed with ${key}` }).replaceAll(
        '/',
        '\\/',
      );
    default:
      return body satisfies never;
  }
}

function toRetryAfter(retryAfter: string, nowMs: number): string {
  return retryAfter === 'a date in a minute' ? new Date(nowMs + 60_000).toUTCString() : retryAfter;
}

function wordsOf(
  status: number,
  {
    text,
    bytes,
    retryAfter,
  }: { text: string; bytes: Uint8Array | undefined; retryAfter: string | undefined },
): string {
  const shown = bytes ? `${bytes.byteLength} bytes` : text.length > 90 ? `${text.slice(0, 90)}...` : text;
  return `HTTP ${status}${retryAfter === undefined ? '' : `, retry-after ${retryAfter}`} ${shown}`.trim();
}
