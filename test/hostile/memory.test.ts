import { createGrok } from '@grok-image/xai';
import { expect, it } from 'vitest';
import { pictureBytes } from '../contract/harness/pictures.ts';
import { apiKey } from './harness/models.ts';
import { call, outcomeOf } from './harness/outcome.ts';

const mebibyte = 1024 * 1024;
const largestImage = 64 * mebibyte;
const largestAnswer = 256 * mebibyte;

/** A body without end, after a good beginning, and how much of it was taken. */
function endlessBody(start: Uint8Array): {
  readonly body: ReadableStream<Uint8Array>;
  readonly taken: () => number;
} {
  let taken = 0;
  const piece = new Uint8Array(mebibyte).fill(0x20);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = taken === 0 ? start : piece;
      taken += next.byteLength;
      controller.enqueue(next.slice());
    },
  });
  return { body, taken: () => taken };
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The highest sum of heap and buffers while work runs, beyond what was used before, in bytes. */
async function peakOf(work: () => Promise<unknown>): Promise<number> {
  const before = used();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, used())), 5);
  await work();
  clearInterval(timer);
  return Math.max(peak, used()) - before;
}

it.each([
  ['says nothing of its length', {}],
  ['says that it is short', { 'content-length': '1000' }],
  ['says no number', { 'content-length': 'many' }],
  ['says less than nothing', { 'content-length': '-1' }],
])('an image without end that %s is given up at 64 MiB', async (_, headers: Record<string, string>) => {
  const image = endlessBody(pictureBytes('image/jpeg'));
  const answer = JSON.stringify({ data: [{ url: 'https://images.test/1.jpg' }] });
  const fetch: typeof globalThis.fetch = async input =>
    String(input).startsWith('https://images.test')
      ? new Response(image.body, { headers })
      : new Response(answer);
  const model = createGrok({ apiKey, fetch }).image('grok-imagine-image');
  const peak = await peakOf(async () => {
    expect(await outcomeOf(() => model.doGenerate({ ...call, n: 1 }))).toMatchObject({
      type: 'error',
      error: { name: 'ImageDownloadError' },
    });
  });
  expect(image.taken()).toBeLessThan(largestImage + 3 * mebibyte);
  // What was taken, once, and garbage that nobody has collected yet.
  expect(peak).toBeLessThan(3 * largestImage);
});

it.each([200, 400, 500])(
  'an answer without end (HTTP %i) is given up at 256 MiB, and not asked for again',
  async status => {
    const answer = endlessBody(Buffer.from('{"data":['));
    let requests = 0;
    const fetch: typeof globalThis.fetch = async () => {
      requests += 1;
      return new Response(answer.body, { status });
    };
    const model = createGrok({ apiKey, fetch }).image('grok-imagine-image');
    const peak = await peakOf(async () => {
      expect(await outcomeOf(() => model.doGenerate({ ...call, n: 1 }))).toMatchObject({
        type: 'error',
        error: { name: 'AI_APICallError', isRetryable: false },
      });
    });
    expect(requests).toBe(1);
    expect(answer.taken()).toBeLessThan(largestAnswer + 3 * mebibyte);
    expect(peak).toBeLessThan(2.5 * largestAnswer);
  },
);

it('an answer that names a hundred thousand images does not make as many requests', async () => {
  const data = Array.from({ length: 100_000 }, (_, index) => ({ url: `https://images.test/${index}` }));
  const answer = JSON.stringify({ data, usage: { cost_in_usd_ticks: 7 } });
  let requests = 0;
  const jpeg = new Blob([new Uint8Array(pictureBytes('image/jpeg'))]);
  const fetch: typeof globalThis.fetch = async input => {
    requests += 1;
    return String(input).startsWith('https://images.test') ? new Response(jpeg) : new Response(answer);
  };
  const { images, warnings } = await createGrok({ apiKey, fetch })
    .image('grok-imagine-image')
    .doGenerate(call);
  expect(requests).toBeLessThanOrEqual(1001);
  expect(images.length).toBeLessThanOrEqual(1000);
  expect(JSON.stringify(warnings)).toContain('99000');
});
