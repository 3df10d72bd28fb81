import type { Malformation, ScriptedAnswer } from './faults.ts';

/** What becomes of a request. Each door renders it with its own means. */
export type Outcome =
  | { readonly type: 'answer'; readonly answer: Answer; readonly delivered: () => void }
  | {
      readonly type: 'broken';
      readonly code: 'ECONNRESET' | 'ECONNREFUSED' | 'ENOTFOUND' | 'CERT_HAS_EXPIRED';
    }
  | { readonly type: 'cut'; readonly answer: Answer; readonly share: number }
  | { readonly type: 'stalled'; readonly answer?: Answer };

/** A complete answer, held in memory. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

export async function toAnswer(response: Response): Promise<Answer> {
  const body = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: new Headers(response.headers), body };
}

/** An answer whose status, body or headers are replaced by scripted ones. */
export function replaceAnswer(
  answer: Answer,
  { status = answer.status, body, headers }: ScriptedAnswer,
): Answer {
  const merged = new Headers(answer.headers);
  if (body !== undefined)
    merged.set('content-type', typeof body === 'string' ? 'text/plain' : 'application/json');
  for (const [name, value] of Object.entries(headers ?? {})) merged.set(name, value);
  return { status, headers: merged, body: body === undefined ? answer.body : encode(body) };
}

/** Changes the JSON of an answer. An answer that is not JSON stays as it is. */
export function editAnswer(answer: Answer, edit: (body: unknown) => unknown): Answer {
  if (!isJson(answer)) return answer;
  const parsed: unknown = JSON.parse(new TextDecoder().decode(answer.body));
  return { ...answer, body: encode(edit(parsed)) };
}

const html =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script></svg>';
/** The `ftyp` box at the start of an MP4 file. */
const mp4 = '\u0000\u0000\u0000\u0018ftypmp42\u0000\u0000\u0000\u0000mp42isom';

/** Spoils an answer that was otherwise good. */
export function malformAnswer(answer: Answer, malformation: Malformation): Answer {
  switch (malformation) {
    case 'empty':
      return { ...answer, body: new Uint8Array() };
    case 'html':
      return replaceAnswer(answer, { body: html, headers: { 'content-type': 'text/html' } });
    case 'svg':
      return replaceAnswer(answer, { body: svg, headers: { 'content-type': 'image/svg+xml' } });
    case 'mp4':
      return replaceAnswer(answer, { body: mp4, headers: { 'content-type': 'video/mp4' } });
    case 'truncated':
      return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
    case 'wrong-types':
      return editAnswer(answer, () => ({ data: 'a string', usage: [], model: 7 }));
    case 'polluted':
      return { ...answer, body: encode(pollute(new TextDecoder().decode(answer.body))) };
    case 'null-data':
      return editAnswer(answer, body => ({ ...toRecord(body), data: null }));
    case 'no-data':
      return editAnswer(answer, body => ({ ...toRecord(body), data: [] }));
    case 'bare-items':
      return editAnswer(answer, body => ({ ...toRecord(body), data: [{}] }));
    default:
      return malformation satisfies never;
  }
}

function pollute(json: string): string {
  return json.replace(/^\{/, '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},');
}

function isJson({ headers }: Answer): boolean {
  return headers.get('content-type')?.includes('json') ?? false;
}

function toRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function encode(body: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}
