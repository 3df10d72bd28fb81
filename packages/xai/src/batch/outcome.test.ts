import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startEmulator } from '@grok-image/emulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ContentModerationError, createGrok, GenerationFailedError } from '../index.ts';
import { collect } from '../test/collect.ts';
import { answering, startServer, type TestServer } from '../test/server.ts';
import type { XaiBatchResult } from './api.ts';

const model = 'grok-imagine-image';

/** What comes of one result as xAI writes it. */
async function outcomeOf(result: object): Promise<XaiBatchResult> {
  const server = await startServer(answering({ results: [{ batch_request_id: 'cat', ...result }] }));
  const [outcome] = await collect(createGrok(server.access).batch.results('batch_1'));
  if (outcome === undefined) throw new TypeError('There is no result.');
  return outcome;
}

/** The error of a result; that of one which succeeded is none. */
function errorOf(result: XaiBatchResult): Error | undefined {
  return result.status === 'succeeded' ? undefined : result.error;
}

const images = (answer: object): object => ({ batch_result: { response: { image_generation: answer } } });
const url = 'https://imgen.x.ai/1.jpeg';
const refusal = 'Generated image rejected by content moderation.';

describe('a result', () => {
  it.each<[status: XaiBatchResult['status'], result: object, words: string]>([
    [
      'failed',
      { batch_result: { error: 'Model is not supported.' } },
      'Model is not supported. The request may have',
    ],
    ['failed', { batch_result: { error: { code: 3, message: 'Bad n.' } } }, 'Bad n (3).'],
    [
      'failed',
      { batch_result: { error: { code: 'invalid_argument' } } },
      'no reason was given (invalid_argument).',
    ],
    ['failed', { error_message: 'Broken.' }, "Failed to make the images of 'cat' in batch batch_1: Broken."],
    ['failed', { error_message: 'Broken.', ...images({ data: [{ url: null }] }) }, 'Broken.'],
    ['failed', images({ data: [{ url: null }], usage: { cost_in_usd_ticks: 2e8 } }), '0.02 USD were billed'],
    ['refused', { batch_result: { error: refusal } }, 'xAI refused them by its content policy'],
    [
      'refused',
      { batch_result: { error: { code: 7, message: refusal } } },
      'rejected by content moderation (7)',
    ],
    ['refused', { batch_result: { error: { code: 'imagine:content-moderated' } } }, 'refused them'],
    ['refused', { error_message: refusal }, 'refused them'],
    [
      'refused',
      images({ data: [] }),
      'refused them by its content policy. The request may have been billed.',
    ],
    [
      'refused',
      images({ data: [{ url, respect_moderation: false }], usage: { cost_in_usd_ticks: 2e8 } }),
      '0.02 USD were billed. Change the prompt',
    ],
    [
      'cancelled',
      { batch_result: { error: { code: 1, message: 'stopped' } } },
      'stopped (1). Nothing was made of it.',
    ],
    ['cancelled', { batch_result: { error: { code: '1' } } }, 'Nothing was made of it.'],
    [
      'cancelled',
      { batch_result: { error: { code: 'cancelled', message: 'x' } } },
      'Nothing was made of it.',
    ],
    ['cancelled', { batch_result: { error: { code: 'batch_cancelled' } } }, 'Nothing was made of it.'],
    ['cancelled', { batch_result: { error: 'cancelled' } }, 'Nothing was made of it.'],
    ['cancelled', { error_message: 'Canceled.' }, 'Nothing was made of it.'],
    [
      'unknown',
      { batch_result: { response: 'unknown' } },
      'the service does not know its outcome. It may have been',
    ],
    ['unknown', { batch_result: null }, 'the usage log of the service at baseURL'],
    ['unknown', {}, 'the service does not know its outcome'],
    ['unknown', images({ answer: 42 }), 'the service does not know its outcome'],
    ['unknown', { batch_result: 7 }, 'the service does not know its outcome'],
  ])('is %s: %j', async (status, result, words) => {
    const outcome = await outcomeOf(result);

    const error = errorOf(outcome);
    expect(outcome).toMatchObject({ id: 'cat', status });
    expect(error?.message).toContain(words);
    expect(error).toMatchObject({ requestId: 'cat', provider: 'xai.image' });
    expect(ContentModerationError.isInstance(error)).toBe(status === 'refused');
    expect(GenerationFailedError.isInstance(error)).toBe(status !== 'refused');
  });

  it.each([
    {
      batch_result: { error: { code: 0, message: '' }, response: { image_generation: { data: [{ url }] } } },
    },
    { error_message: '', ...images({ data: [{ url }] }) },
    { error_message: 'OK', ...images({ data: [{ url }] }) },
    {
      batch_result: {
        error: { code: 0, message: 'OK' },
        response: { image_generation: { data: [{ url }] } },
      },
    },
    images({ data: [{ url }, { url: null, respect_moderation: false }] }),
    {
      error_message: null,
      batch_result: { error: null, response: { image_generation: { data: [{ url }] } } },
    },
  ])('has succeeded with an image and no error: %j', async result => {
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', urls: [url] });
  });

  it('of which some images were refused delivers the others with a warning', async () => {
    const server = await startServer((received, _, baseURL) => {
      const data = [{ url: `${baseURL}/image/1` }, { url: null, respect_moderation: false }];
      return answering({ results: [{ batch_request_id: 'cat', ...images({ data }) }] })(received);
    });

    const [result] = await collect(createGrok(server.access).batch.results('batch_1'));
    if (result?.status !== 'succeeded') throw result?.error;
    const { images: loaded, warnings } = await result.load();

    expect(loaded).toMatchObject([{ mediaType: 'image/png', width: 3 }]);
    expect(warnings).toMatchObject([{ message: expect.stringContaining('1 refused by the content policy') }]);
  });

  it('in each shape of the emulator keeps its id and is told from the others', async () => {
    const emulator = await startEmulator({ pictures: 'plain' });
    onTestFinished(() => emulator.close());
    const grok = createGrok(emulator.xai);
    const words = ['string', 'status', 'message', 'unknown', 'cancelled'].map(word => `#batch-${word}`);
    const prompts = [...words, '#refuse', '#flag', '#flag-one', '#empty', 'A cat'];
    const { id } = await grok.batch.create({
      requests: prompts.map(prompt => ({ id: prompt, model, prompt, n: 2 })),
    });
    await grok.batch.wait(id, { pollIntervalMs: 5 });

    const results = await collect(grok.batch.results(id));

    expect(Object.fromEntries(results.map(result => [result.id, result.status]))).toEqual({
      '#batch-string': 'failed',
      '#batch-status': 'failed',
      '#batch-message': 'failed',
      '#batch-unknown': 'unknown',
      '#batch-cancelled': 'cancelled',
      '#refuse': 'refused',
      '#flag': 'refused',
      '#empty': 'refused',
      '#flag-one': 'succeeded',
      'A cat': 'succeeded',
    });
  });
});

/** A server with results of so many characters of base64, and the limits it was asked for. */
async function serve(characters: number, count: number): Promise<{ server: TestServer; limits: number[] }> {
  const limits: number[] = [];
  const server = await startServer(({ path }) => {
    const query = new URL(path, 'http://localhost').searchParams;
    const start = Number(query.get('pagination_token') ?? 0);
    const end = start + Number(query.get('limit'));
    limits.push(end - start);
    const answer =
      characters === 0 ? { error_message: 'no' } : images({ data: [{ b64_json: 'A'.repeat(characters) }] });
    const results = Array.from({ length: Math.min(end, count) - start }, (_, index) => ({
      batch_request_id: String(start + index),
      ...answer,
    }));
    return { body: { results, pagination_token: end < count ? String(end) : null } };
  });
  return { server, limits };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe('pages of results', () => {
  it.each([
    ['small at first, and then as many as make 4 million characters', 1_000_000, 9, [1, 3, 3, 3]],
    ['one by one where results are larger', 5_000_000, 2, [1, 1]],
    ['at most 100', 10, 250, [1, 100, 100, 100]],
    ['at most 16 as long as nothing succeeded', 0, 50, [1, 2, 4, 8, 16, 16, 16]],
  ])('are %s', async (__, characters, count, limits) => {
    const { server, limits: asked } = await serve(characters, count);

    const results = await collect(createGrok(server.access).batch.results('batch_1'));

    expect(results.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => String(index)));
    expect(asked).toEqual(limits);
  });

  it('are all that is kept in memory, as they are read', async () => {
    const { server } = await serve(400_000, 100);
    const inUse: number[] = [];
    let count = 0;

    for await (const result of createGrok(server.access).batch.results('batch_1')) {
      count += result.status === 'succeeded' ? 1 : 0;
      if (count % 10 > 0) continue;
      collectGarbage();
      inUse.push(process.memoryUsage().heapUsed);
    }

    expect(count).toBe(100);
    // Three pages of 4 MB, of 40 MB that passed.
    expect(Math.max(...inUse) - Math.min(...inUse)).toBeLessThan(12_000_000);
  });

  it('end when a service repeats itself', async () => {
    const body = { results: [{ batch_request_id: 'cat' }], pagination_token: 'same' };
    const server = await startServer(answering(body));

    expect(await collect(createGrok(server.access).batch.results('batch_1'))).toHaveLength(2);
  });
});
