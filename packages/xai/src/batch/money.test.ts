import { APICallError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { XaiBatchIncompleteError, createGrok } from '../index.ts';
import { errorOf } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';
import type { XaiBatchRequest } from './api.ts';

const model = 'grok-imagine-image';

const { emulator, grok } = await useEmulator();

const posts = (): string[] =>
  emulator.requests
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => path.replace(/batch_[\w-]+/, '*'));

const cats: XaiBatchRequest[] = ['a', 'b'].map(id => ({ id, model, prompt: 'A cat' }));

/** An edit whose body is larger than 8 MB, so that three make more than 25. */
function largeEdit(id: string): XaiBatchRequest {
  const image = new Uint8Array(6_500_000);
  image.set(png);
  return { id, model, prompt: { text: 'Winter', images: [image] } };
}

const large = ['a', 'b', 'c', 'd', 'e'].map(largeEdit);

describe('a batch of more than 25 MB', () => {
  it('is one batch, to which parts of up to 25 MB are added', async () => {
    const { id } = await grok.batch.create({ requests: large });

    expect(posts()).toEqual(['/v1/batches', ...[1, 2, 3].map(() => '/v1/batches/*/requests')]);
    const sizes = emulator.requests.slice(1).map(({ bytes }) => bytes.length);
    expect(sizes.every(size => size <= 25_000_000)).toBe(true);
    expect(sizes[0]).toBeGreaterThan(17_000_000);
    expect(await grok.batch.status(id)).toMatchObject({ counts: { total: 5 } });
  });

  it('is one file and one batch for every 25 MB from files', async () => {
    const batches = await grok.batch.createFromFile({ requests: large, fileExpiresAfter: 86_400 });

    expect(posts()).toEqual([1, 2, 3].flatMap(() => ['/v1/files', '/v1/batches']));
    expect(batches.map(({ requestIds }) => requestIds)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(await collect(grok.files.list())).toMatchObject(
      batches
        .toReversed()
        .map(({ inputFileId }) => ({ id: inputFileId, filename: 'batch.jsonl', purpose: 'batch' })),
    );
    for (const { id } of batches) await grok.batch.wait(id, { pollIntervalMs: 5 });
    const listed = await collect(grok.batch.list());
    expect(listed.map(({ name, counts }) => [name, counts.total])).toEqual([
      ['grok-image 3/3', 1],
      ['grok-image 2/3', 2],
      ['grok-image 1/3', 2],
    ]);
  });

  it('is refused when one request is too large by itself', async () => {
    const image = new Uint8Array(10_000_000);
    image.set(png);
    const request: XaiBatchRequest = { id: 'a', model, prompt: { text: 'Winter', images: [image, image] } };

    const error = await errorOf(grok.batch.create({ requests: [...cats.slice(1), request] }));

    expect(error.message).toMatch(
      /^Invalid request 'a' of the batch: got \d+ bytes\. Accepted: at most 25 MB; upload/,
    );
    expect(emulator.requests).toEqual([]);
  });
});

describe('what is paid', () => {
  it('is asked for again only where it is certain that it was not started', async () => {
    emulator.script({
      backend: 'xai',
      path: '/batches',
      status: 429,
      times: 2,
      headers: { 'retry-after': '0' },
    });

    const { id } = await grok.batch.create({ requests: cats });

    expect(posts()).toEqual(['/v1/batches', '/v1/batches', '/v1/batches', '/v1/batches/*/requests']);
    expect(await grok.batch.status(id)).toMatchObject({ counts: { total: 2 } });
  });

  it.each([{ status: 500 }, { reset: 'after' as const }, { cut: 0.5 }])(
    'is not sent twice when its outcome is unknown: %o',
    async fault => {
      emulator.script({ backend: 'xai', path: '/requests', ...fault });

      const error = await errorOf(grok.batch.create({ requests: cats }));

      expect(posts()).toEqual(['/v1/batches', '/v1/batches/*/requests']);
      expect(error.message).toContain('For 2 it is not known (error.unknown)');
      expect(error).toMatchObject({ unknown: ['a', 'b'], added: [], missing: [] });
      const [id = ''] = XaiBatchIncompleteError.isInstance(error) ? error.batchIds : [];
      // The caller finds out what happened, and adds what is missing.
      const known = await collect(grok.batch.requests(id));
      expect(known.length).toBe('status' in fault ? 0 : 2);
    },
  );

  it('is known part by part when a later part fails', async () => {
    emulator.script({ backend: 'xai', path: '/requests', status: 400, after: 1 });

    const error = await errorOf(grok.batch.create({ requests: large }));

    if (!XaiBatchIncompleteError.isInstance(error)) throw error;
    expect(error).toMatchObject({ added: ['a', 'b'], unknown: [], missing: ['c', 'd', 'e'] });
    expect(error.message).toContain('2 are added and will be billed, 3 are not (error.missing).');
    expect(APICallError.isInstance(error.cause)).toBe(true);
    const rest = large.filter(({ id }) => error.missing.includes(id));
    await grok.batch.add(error.batchIds[0] ?? '', { requests: rest });
    expect(await grok.batch.status(error.batchIds[0] ?? '')).toMatchObject({ counts: { total: 5 } });
  });

  it('is nothing when the first part is refused, and the error is that of the service', async () => {
    emulator.script({ backend: 'xai', path: '/requests', status: 400 });

    const error = await errorOf(grok.batch.create({ requests: cats }));

    expect(error).toMatchObject({ name: 'AI_APICallError', statusCode: 400, isRetryable: false });
  });

  it.each([
    [
      'a file that is not uploaded',
      { path: '/files', after: 1 },
      { added: ['a', 'b'], unknown: [], missing: ['c', 'd', 'e'] },
    ],
    [
      'a batch that may be there',
      { path: '/batches', after: 1 },
      { added: ['a', 'b'], unknown: ['c', 'd'], missing: ['e'] },
    ],
  ])('is known file by file with %s', async (_, fault, known) => {
    emulator.script({ backend: 'xai', reset: 'after', ...fault });

    const error = await errorOf(grok.batch.createFromFile({ requests: large }));

    expect(error).toMatchObject(known);
    expect(XaiBatchIncompleteError.isInstance(error) && error.batchIds).toHaveLength(1);
  });
});

describe('a batch that is given up while it is made', () => {
  it.each([
    ['inline', '/requests', 'create'],
    ['from files', '/batches', 'createFromFile'],
  ] as const)('%s is cancelled', async (_, path, method) => {
    emulator.script({ backend: 'xai', path, method: 'POST', stall: 'headers', after: 1 });
    const controller = new AbortController();
    const creation = grok.batch[method]({ requests: large, abortSignal: controller.signal });
    const stalled = () => emulator.requests.filter(request => request.path.endsWith(path)).length === 2;
    while (!stalled()) await new Promise(resolve => setImmediate(resolve));
    controller.abort(new RangeError('enough'));

    expect(await errorOf(creation)).toMatchObject({ message: 'enough' });
    const all = method === 'create' ? 1 : 2;
    await expect
      .poll(
        async () => (await collect(grok.batch.list())).filter(({ status }) => status === 'cancelled').length,
      )
      .toBe(all);
  });

  it('is looked for until the list has it, through all pages, and cancelled', async () => {
    const own = { batch_id: 'own', input_file_id: 'file_1', state: { num_requests: 1, num_pending: 1 } };
    const others = { batches: [{ batch_id: 'other', input_file_id: 'file_2' }] };
    let isListed = false;
    const controller = new AbortController();
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const url = new URL(String(input));
      asked.push(`${init?.method} ${url.pathname}${url.search}`);
      if (url.pathname.endsWith('/files')) return Response.json({ id: 'file_1', filename: 'batch.jsonl' });
      if (url.pathname.endsWith(':cancel')) return Response.json(own);
      if (init?.method === 'POST') {
        setTimeout(() => controller.abort(new RangeError('enough')));
        return new Promise(() => undefined);
      }
      if (url.searchParams.has('pagination_token')) return Response.json({ batches: isListed ? [own] : [] });
      // The list knows it at the second look only.
      setTimeout(() => {
        isListed = true;
      }, 10);
      return Response.json({ ...others, pagination_token: 'next' });
    };
    const asked: string[] = [];
    const creation = createGrok({ apiKey: 'xai-key', fetch }).batch.createFromFile({
      requests: cats,
      abortSignal: controller.signal,
    });

    expect(await errorOf(creation)).toMatchObject({ message: 'enough' });
    await expect.poll(() => asked.at(-1), { timeout: 5000 }).toBe('POST /v1/batches/own:cancel');
    expect(asked.filter(line => line.includes('pagination_token'))).toHaveLength(2);
  });
});
