import { describe, expect, it } from 'vitest';
import { createGrok } from '../index.ts';
import { errorOf } from '../test/call.ts';
import { useEmulator } from '../test/emulator.ts';
import { png } from '../test/server.ts';
import type { XaiBatchRequest } from './api.ts';

const { emulator, grok: local } = await useEmulator();
const asked: string[] = [];

/** At xAI, which nobody asks here. */
const grok = createGrok({
  apiKey: 'xai-key',
  fetch: async input => {
    asked.push(new URL(String(input)).pathname);
    return Response.json({ batch_id: 'batch_1' });
  },
});

const edit = (image: string | Uint8Array): XaiBatchRequest => ({
  id: 'edit',
  model: 'grok-imagine-image',
  prompt: { text: 'Winter', images: [png, image] },
});
const option = (image: string): XaiBatchRequest => ({
  id: 'edit',
  model: 'grok-imagine-image',
  prompt: 'Winter',
  providerOptions: { xai: { images: [image] } },
});

describe('a source image that xAI cannot fetch', () => {
  it.each([
    ['http://localhost:3000/cat.png?token=5ecret', 'localhost'],
    ['https://127.0.0.1/cat.png', '127.0.0.1'],
    ['http://192.168.1.7/cat.png', '192.168.1.7'],
    ['http://minio:9000/cat.png', 'minio'],
  ])('is refused before anything is sent: %s', async (url, host) => {
    for (const method of ['create', 'createFromFile'] as const) {
      for (const [request, field] of [
        [edit(url), 'prompt.images[1] (files[1])'],
        [option(url), 'providerOptions.xai.images[0]'],
      ] as const) {
        const error = await errorOf(grok.batch[method]({ requests: [request] }));

        expect(error.message).toBe(
          `Invalid request 'edit' of the batch, ${field}: got an address at ${host}. Accepted: an address that xAI can fetch; pass the bytes of the image, or base64. Nothing was sent.`,
        );
      }
    }
    expect(asked).toEqual([]);
  });

  it('is sent where the service is local, too', async () => {
    await local.batch.create({ requests: [edit(`${new URL(emulator.url).origin}/cat.png`)] });

    expect(emulator.requests).toHaveLength(2);
  });

  it('is none where everybody can', async () => {
    await grok.batch.create({ requests: [edit('https://images.example.com/cat.png')] });

    expect(asked).toEqual(['/v1/batches', '/v1/batches/batch_1/requests']);
  });
});
