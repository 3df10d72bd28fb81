import { APICallError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { XaiBatchIncompleteError } from '../index.ts';
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

/** An edit of one image for each size, in bytes; its body is larger by a third. */
function edit(id: string, ...sizes: readonly number[]): XaiBatchRequest {
  const images = sizes.map(size => {
    const image = new Uint8Array(size);
    image.set(png);
    return image;
  });
  return { id, model, prompt: { text: 'Winter', images } };
}

/** Of more than 8 MB each, so that three make more than 25. */
const large = ['a', 'b', 'c'].map(id => edit(id, 6_500_000));
/** Three parts: the middle one is full, and all of them take no longer than need be. */
const apart = [edit('a', 1_000_000), edit('b', 9_200_000, 9_200_000), edit('c', 1_000_000)];

describe('a batch of more than 25 MB', () => {
  it('is one batch, to which parts of up to 25 MB are added', async () => {
    const { id } = await grok.batch.create({ requests: large });

    expect(posts()).toEqual(['/v1/batches', ...[1, 2].map(() => '/v1/batches/*/requests')]);
    const sizes = emulator.requests.slice(1).map(({ bytes }) => bytes.length);
    expect(sizes.every(size => size <= 25_000_000)).toBe(true);
    expect(sizes[0]).toBeGreaterThan(17_000_000);
    expect(await grok.batch.status(id)).toMatchObject({ counts: { total: 3 } });
  });

  it('is one file and one batch for every 25 MB from files', async () => {
    const batches = await grok.batch.createFromFile({ requests: large, fileExpiresAfter: 86_400 });

    expect(posts()).toEqual([1, 2].flatMap(() => ['/v1/files', '/v1/batches']));
    expect(batches.map(({ requestIds }) => requestIds)).toEqual([['a', 'b'], ['c']]);
    expect(await collect(grok.files.list())).toMatchObject(
      batches
        .toReversed()
        .map(({ inputFileId }) => ({ id: inputFileId, filename: 'batch.jsonl', purpose: 'batch' })),
    );
    for (const { id } of batches) await grok.batch.wait(id, { pollIntervalMs: 5 });
    const listed = await collect(grok.batch.list());
    expect(listed.map(({ name, counts }) => [name, counts.total])).toEqual([
      ['grok-image 2/2', 1],
      ['grok-image 1/2', 2],
    ]);
  });

  it('is refused when one request is too large by itself', async () => {
    const requests = [edit('b', 1000), edit('a', 10_000_000, 10_000_000)];

    const error = await errorOf(grok.batch.create({ requests }));

    expect(error.message).toMatch(
      /^Invalid request 'a' of the batch: got \d+ bytes\. Accepted: at most 25 MB; upload/,
    );
    expect(emulator.requests).toEqual([]);
  });
});

describe('what is paid', () => {
  it('is known part by part when a later part fails', async () => {
    emulator.script({ backend: 'xai', path: '/requests', status: 400, after: 1 });

    const error = await errorOf(grok.batch.create({ requests: apart }));

    if (!XaiBatchIncompleteError.isInstance(error)) throw error;
    expect(error).toMatchObject({ added: ['a'], unknown: [], missing: ['b', 'c'] });
    expect(error.message).toContain('1 are added and will be billed, 2 are not (error.missing).');
    expect(APICallError.isInstance(error.cause)).toBe(true);
    const rest = apart.filter(({ id }) => error.missing.includes(id));
    await grok.batch.add(error.batchIds[0] ?? '', { requests: rest });
    expect(await grok.batch.status(error.batchIds[0] ?? '')).toMatchObject({ counts: { total: 3 } });
  });

  it.each([
    [
      'a file that is not uploaded',
      { path: '/files', after: 1 },
      { added: ['a'], unknown: [], missing: ['b', 'c'] },
    ],
    [
      'a batch that may be there',
      { path: '/batches', after: 1 },
      { added: ['a'], unknown: ['b'], missing: ['c'] },
    ],
  ])('is known file by file with %s', async (_, fault, known) => {
    emulator.script({ backend: 'xai', reset: 'after', ...fault });

    const error = await errorOf(grok.batch.createFromFile({ requests: apart }));

    expect(error).toMatchObject(known);
    expect(XaiBatchIncompleteError.isInstance(error) && error.batchIds).toHaveLength(1);
  });
});

describe('a batch that is given up while its parts are sent', () => {
  it.each([
    ['inline', '/requests', 'create'],
    ['from files', '/batches', 'createFromFile'],
  ] as const)('%s is cancelled', async (_, path, method) => {
    emulator.script({ backend: 'xai', path, method: 'POST', stall: 'headers', after: 1 });
    const controller = new AbortController();
    const creation = grok.batch[method]({ requests: apart, abortSignal: controller.signal });
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
});
