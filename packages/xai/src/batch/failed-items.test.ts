import { experimental_getBatchResults as getBatchResults, experimental_startBatch as startBatch } from 'ai';
import { describe, expect, it } from 'vitest';
import { createGrok } from '../index.ts';
import { collect } from '../test/collect.ts';
import { useEmulator } from '../test/emulator.ts';
import { answering, startServer } from '../test/server.ts';
import { finish, stopClock } from '../test/time.ts';

const model = 'grok-imagine-image';
const { emulator, grok: provider } = await useEmulator();

describe('a failed result of a batch of AI SDK 7', () => {
  it('leads to the pictures that could not be fetched, with what was paid', async () => {
    const storage = { filename: 'cat.jpg', publicUrl: true };
    // The other one comes inside the answer.
    const requests = ['url', 'b64_json'].map(responseFormat => ({
      id: responseFormat,
      type: 'image' as const,
      model,
      prompt: 'A cat',
      providerOptions: { xai: { responseFormat, storage } },
    }));
    const batch = await startBatch({ provider, requests });
    await provider.batch.wait(batch.id, { pollIntervalMs: 5 });
    emulator.script({ on: 'content', status: 403, times: Infinity });
    emulator.script({ path: '/content', status: 403, times: Infinity });

    stopClock();
    const results = await finish(collect(getBatchResults({ provider, batch })));

    expect(results.map(({ status }) => status).toSorted()).toEqual(['failed', 'succeeded']);
    expect(results.find(({ status }) => status === 'failed')).toMatchObject({
      error: { type: 'ImageDownloadError' },
      providerMetadata: {
        xai: {
          urls: [expect.stringContaining('/xai-imgen/')],
          images: [
            {
              index: 0,
              url: expect.stringContaining('/xai-imgen/'),
              fileId: expect.stringMatching(/^file/),
              publicUrl: expect.stringContaining('http'),
              revisedPrompt: expect.stringMatching(/^A cat, /),
            },
          ],
          costUsd: 0.02,
          costTicks: 200_000_000,
        },
      },
    });
  });

  it('says what a refusal has cost', async () => {
    const batch = await startBatch({
      provider,
      requests: [{ id: 'a', type: 'image', model, prompt: '#empty' }],
    });
    await provider.batch.wait(batch.id, { pollIntervalMs: 5 });

    expect(await collect(getBatchResults({ provider, batch }))).toMatchObject([
      { status: 'failed', error: { code: 'refused' }, providerMetadata: { xai: { costUsd: 0.02 } } },
    ]);
  });
});

it('a refused picture lends neither its placeholder nor its file to the addresses of a result', async () => {
  const data = [
    { url: 'https://imgen.x.ai/1.jpg', file_output: { file_id: 'file_1' } },
    {
      url: 'https://imgen.x.ai/placeholder.jpg',
      file_output: { file_id: 'file_2' },
      respect_moderation: false,
    },
  ];
  const result = { batch_request_id: 'a', batch_result: { response: { image_generation: { data } } } };
  const server = await startServer(answering({ results: [result] }));

  expect(await collect(createGrok(server.access).batch.results('batch_1'))).toMatchObject([
    { urls: ['https://imgen.x.ai/1.jpg'], fileIds: ['file_1'] },
  ]);
});
