import { startEmulator } from '@grok-image/emulator';
import { describe, expect, it } from 'vitest';
import { createGrok } from '../index.ts';
import { errorOf } from '../test/call.ts';
import type { XaiImageOptions } from '../image/options.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { png, startServer } from '../test/server.ts';
import type { XaiBatchRequest, XaiBatchStatus } from './api.ts';
import { finish, stopClock } from '../test/time.ts';

const model = 'grok-imagine-image';
const quick = { pollIntervalMs: 5 };

const { emulator, grok } = await useEmulator();

/** Requests with the ids and prompts that are given. */
function requestsOf(prompts: Record<string, string>): XaiBatchRequest[] {
  return Object.entries(prompts).map(([id, prompt]) => ({ id, model, prompt }));
}

const bodies = (): unknown[] =>
  emulator.requests
    .filter(({ method, role }) => method === 'POST' && role !== 'content')
    .map(({ body }) => body);

describe('a batch', () => {
  it('brings every image, in any order, with the id that the caller gave', async () => {
    const requests: XaiBatchRequest[] = [
      { id: 'plain', model, prompt: 'A cat' },
      { id: 'wide', model, prompt: 'A wide cat', n: 2, aspectRatio: '16:9' },
      { id: 'edit', model, prompt: { text: 'Make it winter', images: [png] } },
    ];
    const { id, requestIds } = await grok.batch.create({ name: 'cats', requests });
    const status = await grok.batch.wait(id, quick);

    const results = await collect(grok.batch.results(id));
    const made = await Promise.all(
      results.map(async result => {
        if (result.status !== 'succeeded') throw result.error;
        const { images, warnings } = await result.load();
        return [
          result.id,
          { images: images.length, first: images[0], cost: result.costUsd, warnings },
        ] as const;
      }),
    );

    expect(requestIds).toEqual(['plain', 'wide', 'edit']);
    expect(status).toMatchObject({
      name: 'cats',
      status: 'done',
      counts: { total: 3, succeeded: 3, pending: 0 },
    });
    expect(status.costUsd).toBeCloseTo(0.082);
    expect(Object.fromEntries(made)).toMatchObject({
      plain: { images: 1, first: { mediaType: 'image/jpeg', requestId: 'plain' }, cost: 0.02 },
      wide: { images: 2, first: { width: 1280, height: 720, costUsd: 0.02 }, cost: 0.04, warnings: [] },
      edit: { images: 1, cost: 0.022 },
    });
    expect(emulator.ledger.map(({ images, delivered }) => [images, delivered])).toEqual(
      emulator.ledger.map(({ images }) => [images, images]),
    );
  });

  it('of a thousand images is two requests, and every result is matched', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `cat-${index}`);
    const providerOptions = { xai: { responseFormat: 'url' as const } };
    const requests = ids.map(id => ({ id, model, prompt: `A cat, ${id}`, providerOptions }));
    const { id } = await grok.batch.create({ requests });
    await grok.batch.wait(id, quick);

    const results = await collect(grok.batch.results(id));

    expect(bodies()).toHaveLength(2);
    expect(results.map(result => result.id).toSorted()).toEqual(ids.toSorted());
    expect(results.every(({ status }) => status === 'succeeded')).toBe(true);
    expect(emulator.ledger).toHaveLength(1000);
  });

  it('is of the requests as they were, whatever the caller does to them meanwhile', async () => {
    const image = new Uint8Array(png);
    const storage = { filename: 'cat.jpg' };
    const xai: XaiImageOptions = { resolution: '2k', fileIds: ['file_a'], storage };
    const edit = { id: 'a', model, prompt: { text: 'A cat', images: [image] }, providerOptions: { xai } };
    const requests: XaiBatchRequest[] = [edit, ...requestsOf({ b: 'B' })];
    const creating = grok.batch.create({ requests });
    requests.pop();
    image.fill(0);
    storage.filename = 'dog.jpg';
    xai.fileIds?.push('file_b');
    xai.resolution = '1k';

    expect((await creating).requestIds).toEqual(['a', 'b']);
    const sent = JSON.stringify(bodies());
    for (const part of ['"2k"', 'cat.jpg', 'file_a', Buffer.from(png).toString('base64')])
      expect(sent).toContain(part);
    for (const part of ['dog.jpg', 'file_b']) expect(sent).not.toContain(part);
  });

  it('refuses options that are no plain object, which would lose what they inherit', async () => {
    const providerOptions = { xai: Object.create({ resolution: '2k' }) };
    const requests = [{ id: 'a', model, prompt: 'A cat', providerOptions }];

    expect((await errorOf(grok.batch.create({ requests }))).message).toContain(
      "Invalid request 'a' of the batch, providerOptions.xai: got an object. Accepted: a plain object of options.",
    );
    expect(emulator.requests).toEqual([]);
  });

  it('is sent as a single call would be, in the inline form', async () => {
    await grok.batch.create({
      requests: [
        { id: 'a', model, prompt: 'A cat', size: '1600x900', providerOptions: { xai: { user: 'u1' } } },
        {
          id: 'b',
          model,
          prompt: { text: 'Winter', images: ['https://example.com/cat.jpg'] },
          aspectRatio: '1:1',
        },
        {
          id: 'c',
          model,
          prompt: 'Winter',
          providerOptions: { xai: { fileIds: ['file_1'], responseFormat: 'url' } },
        },
      ],
    });

    const [creation, addition] = bodies();
    expect(creation).toEqual({ name: 'grok-image' });
    expect(addition).toEqual({
      batch_requests: [
        {
          batch_request_id: 'a',
          batch_request: {
            image_generation: {
              model,
              prompt: 'A cat',
              n: 1,
              aspect_ratio: '16:9',
              resolution: '1k',
              user: 'u1',
              response_format: 'b64_json',
            },
          },
        },
        {
          batch_request_id: 'b',
          batch_request: {
            image_edit: {
              model,
              prompt: 'Winter',
              n: 1,
              response_format: 'b64_json',
              image: { url: 'https://example.com/cat.jpg' },
            },
          },
        },
        {
          batch_request_id: 'c',
          batch_request: {
            image_edit: {
              model,
              prompt: 'Winter',
              n: 1,
              response_format: 'url',
              image: { file_id: 'file_1' },
            },
          },
        },
      ],
    });
  });

  it('warns about each request that is sent differently', async () => {
    const { warnings } = await grok.batch.create({
      requests: [
        { id: 'a', model, prompt: 'A cat', seed: 7 },
        { id: 'b', model, prompt: 'A cat', providerOptions: { xai: { quality: 'low' } } },
      ],
    });

    expect(warnings).toMatchObject([
      { requestId: 'a', warning: { feature: 'seed' } },
      { requestId: 'b', warning: { feature: 'quality' } },
    ]);
  });

  it('takes more requests, and lists them and itself', async () => {
    const { id } = await grok.batch.create({ requests: requestsOf({ a: 'A cat' }) });
    await grok.batch.add(id, { requests: requestsOf({ b: 'A dog', c: 'A fox #batch-string' }) });
    await grok.batch.wait(id, quick);

    const states = (await collect(grok.batch.requests(id))).map(request => [request.id, request.state]);
    expect(Object.fromEntries(states)).toEqual({ a: 'succeeded', b: 'succeeded', c: 'failed' });
    expect(await collect(grok.batch.list())).toMatchObject([{ id, counts: { total: 3, failed: 1 } }]);
  });

  it('offers the addresses of its images when it was asked for them', async () => {
    const requests: XaiBatchRequest[] = [
      {
        id: 'a',
        model,
        prompt: 'A cat',
        n: 2,
        providerOptions: { xai: { responseFormat: 'url', storage: { filename: 'cat.jpeg' } } },
      },
    ];
    const { id } = await grok.batch.create({ requests });
    await grok.batch.wait(id, quick);

    const [result] = await collect(grok.batch.results(id));
    if (result?.status !== 'succeeded') throw result?.error;
    expect(result.urls).toHaveLength(2);
    expect(result.fileIds).toHaveLength(2);
    // Addresses expire; what is stored is fetched from the Files API then.
    emulator.script({ backend: 'xai', expire: true, times: 2 });
    const { images } = await result.load();
    expect(images).toMatchObject([{ filename: 'cat-1.jpeg' }, { filename: 'cat-2.jpeg' }]);
  });

  it('stops at the request of the caller, and keeps what is done', async () => {
    const slow = await startEmulator({ pictures: 'plain', batch: { waitMs: 0, requestMs: 60_000 } });
    const other = createGrok(slow.xai);
    const { id } = await other.batch.create({ requests: requestsOf({ a: 'A cat', b: 'A dog' }) });

    const cancelled = await other.batch.cancel(id);
    const results = await collect(other.batch.results(id));
    await slow.close();

    expect(cancelled).toMatchObject({
      status: 'cancelled',
      isFinished: true,
      counts: { succeeded: 1, cancelled: 1 },
    });
    expect(results.map(result => result.status)).toEqual(['succeeded', 'cancelled']);
  });
});

describe('waiting for a batch', () => {
  it('tells of every change', async () => {
    stopClock();
    const { id } = await grok.batch.create({ requests: requestsOf({ a: 'A cat' }) });
    const heard: XaiBatchStatus[] = [];

    const status = await finish(grok.batch.wait(id, { ...quick, onProgress: heard.push.bind(heard) }), 10);

    expect(heard.map(({ counts }) => counts.pending)).toEqual([1, 0]);
    expect(status).toEqual({ ...heard.at(-1), warnings: [] });
  });

  it('ends at once when it is aborted, and the batch goes on', async () => {
    const { id } = await grok.batch.create({ requests: requestsOf({ a: 'A cat' }) });
    const abortSignal = AbortSignal.timeout(30);

    const error = await errorOf(grok.batch.wait(id, { pollIntervalMs: 60_000, abortSignal }));

    expect(error.name).toBe('TimeoutError');
    expect(await grok.batch.status(id)).toMatchObject({ cancelledAt: undefined });
  });

  it('survives failures that pass', async () => {
    const { id } = await grok.batch.create({ requests: requestsOf({ a: 'A cat' }) });
    emulator.script({
      backend: 'xai',
      path: '/batches',
      status: 503,
      headers: { 'retry-after': '0' },
      times: 2,
    });

    expect(await grok.batch.wait(id, quick)).toMatchObject({ status: 'done' });
  });

  it.each([0, -1, Number.NaN])('refuses an interval of %d', async pollIntervalMs => {
    const error = await errorOf(grok.batch.wait('batch_1', { pollIntervalMs }));
    expect(error.message).toContain('Invalid pollIntervalMs');
  });
});

describe('what cannot work', () => {
  it.each<[words: string, change: Partial<XaiBatchRequest>]>([
    ["request 'b' of the batch, n: got 11. Accepted: at most 10", { n: 11 }],
    ['request \'b\' of the batch, prompt: got ""', { prompt: '' }],
    ['request \'b\' of the batch, aspectRatio: got "7:1"', { aspectRatio: '7:1' }],
    ['providerOptions.xai.deferred: got true', { providerOptions: { xai: { deferred: true } } }],
    ['providerOptions.xai.jobId', { providerOptions: { xai: { jobId: 'r' } } }],
    [
      "request 'b' of the batch, providerOptions.xai.responseFormat",
      {
        providerOptions: { xai: { responseFormat: 'b64_json', uploadUrls: ['https://example.com/1'] } },
      },
    ],
    [
      'requests[1].id: got "a". Accepted: a text that is not empty, another one for each request',
      { id: 'a' },
    ],
    ['requests[1].id: got " "', { id: ' ' }],
  ])('is refused before anything is sent: %s', async (words, change) => {
    const requests = [...requestsOf({ a: 'A cat' }), { id: 'b', model, prompt: 'A cat', ...change }];

    const error = await errorOf(grok.batch.create({ requests }));

    expect(error.message).toContain(words);
    expect(emulator.requests).toEqual([]);
  });

  it('is refused when there is nothing to do', async () => {
    const error = await errorOf(grok.batch.create({ requests: [] }));
    expect(error.message).toContain('Invalid requests: got a list of 0. Accepted: at least one request.');
  });
});

describe('the wait for a batch', () => {
  it.each<[string, object, number]>([
    ['more failures than one look repeats', { status: 429, headers: { 'retry-after': '0' } }, 9],
    ['pages of HTML', { body: '<html></html>' }, 1],
    ['answers of something else', { body: { created: 1 } }, 5],
    ['a redirect and a page that does not know it', { status: 302 }, 2],
  ])('goes on after %s', async (_, odd, times) => {
    const done = { batch_id: 'batch_1', state: { num_requests: 1, num_success: 1 } };
    const server = await startServer((__, index) => (index < times ? odd : { body: done }));

    expect(await createGrok(server.access).batch.wait('batch_1', quick)).toMatchObject({ status: 'done' });
  });

  it('ends where the batch is unknown time and again', async () => {
    const server = await startServer(() => ({ status: 404 }));

    expect(await errorOf(createGrok(server.access).batch.wait('batch_1', quick))).toMatchObject({
      statusCode: 404,
    });
    expect(server.received).toHaveLength(3);
  });
});

describe('requests of a batch', () => {
  it.each([undefined, null, [], { created: 1, id: 'gen-1' }])(
    'may be missing where something else answers that they were added: %j',
    async body => {
      const server = await startServer(({ path }) => ({
        body: path.endsWith('/batches') ? { batch_id: 'batch_1' } : body,
      }));

      expect(
        await errorOf(createGrok(server.access).batch.create({ requests: requestsOf({ a: 'A cat' }) })),
      ).toMatchObject({ name: 'XaiBatchIncompleteError', unknown: ['a'], batchIds: ['batch_1'] });
    },
  );
});
