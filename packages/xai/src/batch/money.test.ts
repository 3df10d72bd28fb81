import { describe, expect, it } from 'vitest';
import { XaiBatchIncompleteError, createGrok } from '../index.ts';
import { errorOf } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import type { XaiBatchRequest } from './api.ts';

const model = 'grok-imagine-image';

const { emulator, grok } = await useEmulator();

const posts = (): string[] =>
  emulator.requests
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => path.replace(/batch_[\w-]+/, '*'));

const cats: XaiBatchRequest[] = ['a', 'b'].map(id => ({ id, model, prompt: 'A cat' }));

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

  it('is no reason to give up where a file is turned away for a moment', async () => {
    emulator.script({
      backend: 'xai',
      path: '/files',
      status: 429,
      times: 2,
      headers: { 'retry-after': '0' },
    });
    const [batch] = await grok.batch.createFromFile({ requests: cats });
    expect(posts()).toEqual(['/v1/files', '/v1/files', '/v1/files', '/v1/batches']);
    expect(batch).toMatchObject({ requestIds: ['a', 'b'] });
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

  it('is nothing when the first part is refused, and the error is that of the service', async () => {
    emulator.script({ backend: 'xai', path: '/requests', status: 400 });

    const error = await errorOf(grok.batch.create({ requests: cats }));

    expect(error).toMatchObject({ name: 'AI_APICallError', statusCode: 400, isRetryable: false });
  });
});

describe('a batch that is given up while it is made', () => {
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
