import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';
import { errorOf } from '../test/catch.ts';

const url = 'https://images.test/cat.png';
const parts = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5), Uint8Array.of(6, 7, 8, 9)];

/** An answer of nine bytes in three parts, and whether somebody stopped reading it. */
function start(contentLength?: string): { response: Response; state: { isCanceled: boolean } } {
  const state = { isCanceled: false };
  const left = [...parts];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = left.shift();
      if (part) controller.enqueue(part);
      else controller.close();
    },
    cancel() {
      state.isCanceled = true;
    },
  });
  const headers = contentLength === undefined ? {} : { 'content-length': contentLength };
  return { response: new Response(body, { headers }), state };
}

it.each([undefined, '9', '4', '1', '100', '0', 'nine'])(
  'reads all of a body announced with %s bytes',
  async announced => {
    const data = await readBody(start(announced).response, url, 1000);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(data.buffer.byteLength).toBe(9);
  },
);

it('takes a body as large as the cap', async () => {
  expect(await readBody(start('4').response, url, 9)).toHaveLength(9);
});

it.each([undefined, '9', '4', '8'])('stops a body announced with %s bytes at the cap', async announced => {
  const { response, state } = start(announced);
  const error = await errorOf(readBody(response, url, 8));
  expect(error).toMatchObject({ name: 'AI_DownloadError', url });
  expect(error.message).toBe(`Download of ${url} exceeded maximum size of 8 bytes.`);
  expect(state.isCanceled).toBe(true);
});

it('reads an answer without a body', async () => {
  expect(await readBody(new Response(null, { headers: { 'content-length': '5' } }), url, 8)).toHaveLength(0);
});

it.each([
  ['no stream, as in React Native', undefined],
  ['a stream of Node.js, as in node-fetch', { pipe: () => undefined }],
])('reads an answer with %s', async (_name, body) => {
  const response = Object.defineProperty(new Response('A cat'), 'body', { value: body });
  expect(new TextDecoder().decode(await readBody(response, url, 8))).toBe('A cat');

  const larger = Object.defineProperty(new Response('A cat in a tree'), 'body', { value: body });
  const error = await errorOf(readBody(larger, url, 8));
  expect(error.message).toBe(`Download of ${url} exceeded maximum size of 8 bytes.`);
});
