import {
  experimental_cancelBatch as cancelBatch,
  experimental_getBatchResults as getBatchResults,
  experimental_getBatchStatus as getBatchStatus,
  experimental_listBatches as listBatches,
  experimental_startBatch as startBatch,
} from 'ai';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../test/call.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';

const model = 'grok-imagine-image';

const { emulator, grok: provider } = await useEmulator();

/** Starts a batch of a request for each prompt, which is also its id. */
const start = (...prompts: string[]): ReturnType<typeof startBatch> =>
  startBatch({
    provider,
    requests: prompts.map(prompt => ({ id: prompt, type: 'image', model, prompt })),
  });

/** Waits as AI SDK has it: by looking. */
async function complete(batch: Awaited<ReturnType<typeof startBatch>>): Promise<unknown> {
  await expect.poll(async () => (await getBatchStatus({ provider, batch })).status).not.toBe('pending');
  return getBatchStatus({ provider, batch });
}

describe('the batch functions of AI SDK 7', () => {
  it('make images and edits, and bring them with their metadata', async () => {
    const batch = await startBatch({
      provider,
      providerOptions: { xai: { name: 'cats' } },
      requests: [
        { id: 'wide', type: 'image', model, prompt: 'A cat', n: 2, aspectRatio: '16:9' },
        { id: 'edit', type: 'image', model, prompt: { text: 'Winter', images: [png] } },
      ],
    });
    const status = await complete(batch);
    const results = await collect(getBatchResults({ provider, batch }));

    expect(batch).toMatchObject({
      provider: 'xai.batch',
      status: 'pending',
      rawStatus: 'pending',
      requestCounts: { total: 2, pending: 2, completed: 0, failed: 0 },
      warnings: [],
    });
    expect(Date.parse(batch.expiresAt ?? '')).toBeGreaterThan(Date.parse(batch.createdAt ?? ''));
    expect(status).toMatchObject({
      status: 'completed',
      rawStatus: 'done',
      requestCounts: { total: 2, pending: 0, completed: 2, failed: 0 },
      providerMetadata: { xai: { costUsd: 0.062 } },
    });
    const byId = new Map(results.map(result => [result.id, result]));
    expect(byId.get('wide')).toMatchObject({
      type: 'image',
      status: 'succeeded',
      images: [{ mediaType: 'image/jpeg' }, { mediaType: 'image/jpeg' }],
      providerMetadata: {
        xai: {
          images: [
            { width: 1280, costUsd: 0.02 },
            { width: 1280, costUsd: 0.02 },
          ],
        },
      },
      response: { modelId: model },
    });
    expect(byId.get('edit')).toMatchObject({ status: 'succeeded', images: [{}] });
  });

  it('take a lifetime for the file of requests, and say that there is none', async () => {
    const { warnings } = await startBatch({
      provider,
      providerOptions: { xai: { inputFileExpiresAfter: 3600 } },
      requests: [{ id: 'cat', type: 'image', model, prompt: 'A cat' }],
    });

    expect(warnings).toMatchObject([
      { warning: { type: 'compatibility', feature: 'inputFileExpiresAfter' } },
    ]);
    expect(emulator.requests.map(({ path }) => path)).not.toContain('/v1/files');
  });

  it('tell every way in which a request can fail', async () => {
    const prompts = ['#batch-string', '#batch-unknown', '#batch-cancelled', '#refuse', 'A cat'];
    const batch = await start(...prompts);
    await complete(batch);

    const results = await collect(getBatchResults({ provider, batch }));

    const told = results.map(result => [result.id, result.status, 'error' in result && result.error?.code]);
    expect(told.toSorted()).toEqual(
      [
        ['#batch-string', 'failed', 'failed'],
        ['#batch-unknown', 'failed', 'unknown'],
        ['#batch-cancelled', 'cancelled', undefined],
        ['#refuse', 'failed', 'refused'],
        ['A cat', 'succeeded', false],
      ].toSorted(),
    );
  });

  it('list batches, cancel them, and read what was done', async () => {
    const batch = await start('A cat');
    await cancelBatch({ provider, batch });

    const { batches } = await listBatches({ provider, limit: 1 });

    expect(batches).toMatchObject([
      { id: batch.id, provider: 'xai.batch', status: 'failed', error: { code: 'batch_cancelled' } },
    ]);
    expect(await collect(getBatchResults({ provider, batch }))).toMatchObject([{ status: 'cancelled' }]);
  });

  it('page through batches', async () => {
    for (const prompt of ['A', 'B', 'C']) await start(prompt);

    const first = await listBatches({ provider, limit: 2 });
    const second = await listBatches({ provider, limit: 2, cursor: first.nextCursor ?? '' });

    expect([first.batches.length, second.batches.length, second.nextCursor]).toEqual([2, 1, undefined]);
  });

  it('put in the requests as they were, whatever the caller does to them meanwhile', async () => {
    const [image, storage] = [Buffer.from(png), { filename: 'cat.jpg' }];
    const options = {
      prompt: 'A cat in a tree',
      n: 1,
      size: undefined,
      aspectRatio: undefined,
      seed: undefined,
      files: [{ type: 'file' as const, mediaType: 'image/png', data: image }],
      mask: undefined,
      providerOptions: { xai: { storage } },
    };
    const requests = [{ id: 'a', type: 'image' as const, modelId: model, options }];
    const starting = provider.experimental_batch().doStartBatch({ requests });
    image.fill(0);
    storage.filename = 'dog.jpg';
    options.prompt = 'A dog';
    requests.pop();
    await starting;

    const sent = JSON.stringify(emulator.requests.map(({ body }) => body));
    for (const part of [Buffer.from(png).toString('base64'), 'cat.jpg', 'A cat in a tree'])
      expect(sent).toContain(part);
    expect(sent).not.toMatch(/dog/i);
  });

  it('pass on warnings, also that nobody is told when it is done', async () => {
    const { warnings } = await startBatch({
      provider,
      webhookUrl: 'https://example.com/done',
      requests: [{ id: 'a', type: 'image', model, prompt: 'A cat', seed: 7 }],
    });

    expect(warnings).toMatchObject([
      { warning: { type: 'unsupported', feature: 'webhookUrl' } },
      { requestId: 'a', warning: { type: 'unsupported', feature: 'seed' } },
    ]);
  });

  it('do not take a batch that is being worked on for one that is done', async () => {
    const batch = await start('A cat');

    const error = await errorOf(collect(getBatchResults({ provider, batch, maxRetries: 0 })));

    expect(error.message).toContain('1 of 1 requests are pending. Wait until its status is');
  });

  it('refuse requests for text before anything is sent', async () => {
    const error = await errorOf(
      startBatch({ provider, requests: [{ id: 'a', type: 'text', model: 'grok-4', prompt: 'Hello' }] }),
    );

    expect(error.message).toContain("request 'a' is of type text, and this provider makes images only");
    expect(emulator.requests).toEqual([]);
  });

  it('refuse a mask before anything is sent', async () => {
    const prompt = { text: 'Winter', images: [png], mask: png };

    const error = await errorOf(
      startBatch({ provider, requests: [{ id: 'a', type: 'image', model, prompt }] }),
    );

    expect(error.message).toContain('it takes no mask');
    expect(emulator.requests).toEqual([]);
  });

  it('refuse options that do not exist', async () => {
    const requests = [{ id: 'a', type: 'image' as const, model, prompt: 'A cat' }];

    const error = await errorOf(
      startBatch({ provider, requests, providerOptions: { xai: { nam: 'cats' } } }),
    );

    expect(error.message).toContain('providerOptions.xai.nam: got an unknown option. Accepted: name');
    expect(emulator.requests).toEqual([]);
  });
});
