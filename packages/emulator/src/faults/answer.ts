import type { Malformation, ScriptedAnswer } from './faults.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

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
  if (!answer.headers.get('content-type')?.includes('json')) return answer;
  const parsed: unknown = JSON.parse(new TextDecoder().decode(answer.body));
  return { ...answer, body: encode(edit(parsed)) };
}

const html =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>';
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script></svg>';
/** The `ftyp` box at the start of an MP4 file. */
const mp4 = '\u0000\u0000\u0000\u0018ftypmp42\u0000\u0000\u0000\u0000mp42isom';
const pollution = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},';

export const malformed: Readonly<Record<Malformation, (answer: Answer) => Answer>> = {
  empty: answer => ({ ...answer, body: new Uint8Array() }),
  html: answer => replaceAnswer(answer, { body: html, headers: { 'content-type': 'text/html' } }),
  svg: answer => replaceAnswer(answer, { body: svg, headers: { 'content-type': 'image/svg+xml' } }),
  mp4: answer => replaceAnswer(answer, { body: mp4, headers: { 'content-type': 'video/mp4' } }),
  truncated: answer => ({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }),
  'wrong-types': answer => editAnswer(answer, () => ({ data: 'a string', usage: [], model: 7 })),
  polluted: answer => ({
    ...answer,
    body: encode(new TextDecoder().decode(answer.body).replace(/^\{/, pollution)),
  }),
  'null-data': answer => withData(answer, null),
  'no-data': answer => withData(answer, []),
  'bare-items': answer => withData(answer, [{}]),
};

function withData(answer: Answer, data: unknown): Answer {
  return editAnswer(answer, body => ({ ...Object(body), data }));
}

function encode(body: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}
