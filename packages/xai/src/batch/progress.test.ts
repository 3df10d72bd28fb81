import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/call.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';
import type { XaiBatchProgress, XaiBatchRequest } from './api.ts';

const model = 'grok-imagine-image';
const { emulator, grok } = await useEmulator();

/** An edit whose body is larger than 8 MB, so that three make more than 25. */
function largeEdit(id: string): XaiBatchRequest {
  const image = new Uint8Array(6_500_000);
  image.set(png);
  return { id, model, prompt: { text: 'Winter', images: [image] } };
}

const large = ['a', 'b', 'c', 'd', 'e'].map(largeEdit);
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
    const { id } = await grok.batch.create({ requests: large, onProgress });

    const batchIds = [id];
    expect(told).toEqual([
      { batchIds, added: [], sending: ['a', 'b'] },
      { batchIds, added: ['a', 'b'], sending: [] },
      { batchIds, added: ['a', 'b'], sending: ['c', 'd'] },
      { batchIds, added: ['a', 'b', 'c', 'd'], sending: [] },
      { batchIds, added: ['a', 'b', 'c', 'd'], sending: ['e'] },
      { batchIds, added: ['a', 'b', 'c', 'd', 'e'], sending: [] },
    ]);
  });

  it('knows what is in when it gives up adding between two parts', async () => {
    const { id } = await grok.batch.create({ requests: cats });
    const controller = new AbortController();
    const { told, onProgress } = listen();
    emulator.script({ path: '/requests', method: 'POST', stall: 'headers', after: 1 });
    const adding = grok.batch.add(id, {
      requests: large,
      abortSignal: controller.signal,
      onProgress: progress => {
        onProgress(progress);
        // While the second part is on its way.
        if (progress.sending.includes('c')) setTimeout(() => controller.abort(new RangeError('enough')), 50);
      },
    });

    expect(await errorOf(adding)).toMatchObject({ name: 'RangeError', message: 'enough' });
    expect(told.at(-1)).toEqual({ batchIds: [id], added: ['a', 'b'], sending: ['c', 'd'] });
    expect(await grok.batch.status(id)).toMatchObject({ cancelledAt: undefined });
  });

  it('hears of the batches from files as they are made', async () => {
    const { told, onProgress } = listen();
    const files = await grok.batch.createFromFile({ requests: large, onProgress });

    const ids = files.map(file => file.id);
    expect(told).toEqual([
      { batchIds: [], added: [], sending: ['a', 'b'] },
      { batchIds: ids.slice(0, 1), added: ['a', 'b'], sending: [] },
      { batchIds: ids.slice(0, 1), added: ['a', 'b'], sending: ['c', 'd'] },
      { batchIds: ids.slice(0, 2), added: ['a', 'b', 'c', 'd'], sending: [] },
      { batchIds: ids.slice(0, 2), added: ['a', 'b', 'c', 'd'], sending: ['e'] },
      { batchIds: ids, added: ['a', 'b', 'c', 'd', 'e'], sending: [] },
    ]);
  });

  it('hears of a batch before its requests are sent', async () => {
    const { told, onProgress } = listen();
    emulator.script({ path: '/requests', method: 'POST', stall: 'headers' });
    await errorOf(grok.batch.create({ requests: cats, abortSignal: AbortSignal.timeout(300), onProgress }));

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
