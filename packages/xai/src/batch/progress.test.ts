import { describe, expect, it } from 'vitest';
import { createGrok, type XaiProvider } from '../index.ts';
import { errorOf } from '../test/call.ts';
import { useEmulator } from '../test/emulator.ts';
import type { XaiBatchProgress, XaiBatchRequest } from './api.ts';

const model = 'grok-imagine-image';
const { emulator, grok } = await useEmulator();

/** Each of them is a part by itself. */
const large: XaiBatchRequest[] = ['a', 'b', 'c'].map(id => ({ id, model, prompt: 'x'.repeat(12_600_000) }));
/** Takes what is sent to it without a look, as such parts would keep the emulator busy; it may stop answering. */
function takeAll(answers: number = Number.POSITIVE_INFINITY): XaiProvider {
  let made = 0;
  let count = 0;
  return createGrok({
    apiKey: 'xai-key',
    fetch: async (input, init) => {
      const { pathname } = new URL(String(input));
      count += 1;
      if (count > answers) {
        return new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        });
      }
      if (pathname.endsWith('/requests')) return Response.json({});
      if (pathname.endsWith('/files')) return Response.json({ id: 'file_1', filename: 'batch.jsonl' });
      made += 1;
      return Response.json({ batch_id: `batch_${made}` });
    },
  });
}

const cats: XaiBatchRequest[] = ['x', 'y'].map(id => ({ id, model, prompt: 'A cat' }));

/** What was heard, and the function that hears it. */
function listen() {
  const told: XaiBatchProgress[] = [];
  const onProgress = (progress: XaiBatchProgress): void => void told.push(progress);
  return { told, onProgress };
}

const broken = () => {
  throw new RangeError('no such bar');
};
const brokenWarning = {
  warning: { type: 'other', message: expect.stringMatching(/^onProgress threw.*no such bar/) },
};

describe('whoever puts requests into a batch', () => {
  it('hears before and after each part what is in', async () => {
    const { told, onProgress } = listen();
    await takeAll().batch.create({ requests: large, onProgress });

    const batchIds = ['batch_1'];
    expect(told).toEqual([
      { batchIds, added: [], sending: ['a'] },
      { batchIds, added: ['a'], sending: [] },
      { batchIds, added: ['a'], sending: ['b'] },
      { batchIds, added: ['a', 'b'], sending: [] },
      { batchIds, added: ['a', 'b'], sending: ['c'] },
      { batchIds, added: ['a', 'b', 'c'], sending: [] },
    ]);
  });

  it('knows what is in when it gives up adding between two parts', async () => {
    const controller = new AbortController();
    const { told, onProgress } = listen();
    const adding = takeAll(1).batch.add('batch_1', {
      requests: large,
      abortSignal: controller.signal,
      onProgress: progress => {
        onProgress(progress);
        // While the second part is on its way.
        if (progress.sending.includes('b')) setTimeout(() => controller.abort(new RangeError('enough')), 50);
      },
    });

    expect(await errorOf(adding)).toMatchObject({ name: 'RangeError', message: 'enough' });
    expect(told.at(-1)).toEqual({ batchIds: ['batch_1'], added: ['a'], sending: ['b'] });
  });

  it('hears of the batches from files as they are made', async () => {
    const { told, onProgress } = listen();
    await takeAll().batch.createFromFile({ requests: large.slice(0, 2), onProgress });

    expect(told).toEqual([
      { batchIds: [], added: [], sending: ['a'] },
      { batchIds: ['batch_1'], added: ['a'], sending: [] },
      { batchIds: ['batch_1'], added: ['a'], sending: ['b'] },
      { batchIds: ['batch_1', 'batch_2'], added: ['a', 'b'], sending: [] },
    ]);
  });

  it('hears of a batch before its requests are sent', async () => {
    const { told, onProgress } = listen();
    emulator.script({ path: '/requests', method: 'POST', stall: 'headers' });
    const controller = new AbortController();
    const creation = grok.batch.create({ requests: cats, abortSignal: controller.signal, onProgress });
    await expect.poll(() => emulator.requests.some(({ path }) => path.endsWith('/requests'))).toBe(true);
    controller.abort(new RangeError('enough'));
    await errorOf(creation);

    expect(told).toEqual([{ batchIds: [expect.stringMatching(/^batch_/)], added: [], sending: ['x', 'y'] }]);
  });
});

describe('a function that hears of progress and throws', () => {
  it('costs nothing, and is told in the warnings', async () => {
    const made = await grok.batch.create({ requests: cats, onProgress: broken });
    const added = await grok.batch.add(made.id, {
      requests: cats.map(cat => ({ ...cat, id: `more-${cat.id}` })),
      onProgress: broken,
    });
    const [file] = await grok.batch.createFromFile({ requests: cats, onProgress: broken });
    const finished = await grok.batch.wait(made.id, { pollIntervalMs: 5, onProgress: broken });

    for (const { warnings } of [made, added, file ?? made]) expect(warnings).toEqual([brokenWarning]);
    expect(finished).toMatchObject({ status: 'done', warnings: [brokenWarning.warning] });
  });

  it('is none where nothing throws', async () => {
    const { id, warnings } = await grok.batch.create({ requests: cats });

    expect(warnings).toEqual([]);
    expect(await grok.batch.wait(id, { pollIntervalMs: 5 })).toMatchObject({ status: 'done', warnings: [] });
  });
});
