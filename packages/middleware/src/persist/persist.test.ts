import { createOpenAI } from '@ai-sdk/openai';
import { createEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import { inspectImage } from '@grok-image/core';
import type { ImageModelV4 } from '@ai-sdk/provider';
import { generateImage, wrapImageModel } from 'ai';
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImageModelLike } from '../stack/model.ts';
import { toImageResult } from '../stack/result.ts';
import { wrap } from '../stack/wrap.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { persistMiddleware, type PersistOptions } from './index.ts';

const emulator = createEmulator({ pictures: 'plain', rateLimit: false, images: { format: 'png' } });
const settings = { ...emulator.xai, fetch: emulator.fetch };
const grok = createGrok(settings);
const openai = createOpenAI({ ...emulator.agtcloud, fetch: emulator.fetch });
beforeEach(() => {
  emulator.reset();
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
});

const prompt = 'A cat in a tree';
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a call of AI SDK 7 brings, with what is told of each image. */
async function generate(options: Partial<PersistOptions>, call: { n?: number; model?: ImageModelV4 } = {}) {
  const { n = 1, model = ours } = call;
  const blobs = options.blobs ?? memoryBlobs();
  const middleware = persistMiddleware({ blobs, ...options });
  const result = await generateImage({ model: wrapImageModel({ model, middleware }), prompt, n });
  const told = result.providerMetadata['grokImage']?.images ?? [];
  const messages = result.warnings.map(warning => ('message' in warning ? warning.message : ''));
  return { ...result, blobs, told: told.map(entry => Object(entry)), messages };
}

const ours = grok.image('grok-imagine-image');

/** A store with another way to do something. */
function storeWith(changes: Partial<BlobStore>): BlobStore {
  return { ...memoryBlobs(), ...changes };
}

const full = () => Promise.reject(new RangeError('The disk is full.'));
const keyless = () => Promise.reject(new RangeError('The keys are gone.'));

describe('every picture', () => {
  test('is kept under the hash of its bytes, with its media type', async () => {
    const { images, told, blobs, warnings } = await generate({}, { n: 2 });
    expect(warnings).toEqual([]);
    expect(images).toHaveLength(2);
    for (const [index, { uint8Array }] of images.entries()) {
      const sha256 = hashOf(uint8Array);
      expect(told[index]).toEqual({ sha256, blobKey: `${sha256}.png` });
      expect(await blobs.get(`${sha256}.png`)).toEqual({ bytes: uint8Array, mediaType: 'image/png' });
    }
  });

  test('is told with its address', async () => {
    const url = vi.fn<BlobStore['url']>(async key => `memory:${key}`);
    const { told } = await generate({ blobs: storeWith({ url }), urlExpiresMs: 5000 });
    expect(told[0]).toMatchObject({ url: `memory:${told[0].blobKey}` });
    expect(url).toHaveBeenCalledExactlyOnceWith(told[0].blobKey, { expiresInMs: 5000 });
  });

  test('is told with its address below publicBase', async () => {
    const { told } = await generate({ publicBase: 'https://cdn.example.com/' });
    expect(told[0].url).toBe(`https://cdn.example.com/${told[0].blobKey}`);
  });

  test('keeps what its provider tells', async () => {
    const { providerMetadata } = await generate({});
    expect(providerMetadata['xai']?.images[0]).toMatchObject({ mediaType: 'image/png', costUsd: 0.02 });
  });

  test('of a model of another provider is kept as well, each of its own request', async () => {
    const model = openai.image('grok-imagine-image');
    const { images, told, blobs } = await generate({ key: 'openai/{call}' }, { n: 2, model });
    expect(emulator.ledger).toHaveLength(2);
    expect(new Set(told.map(({ blobKey }) => blobKey)).size).toBe(images.length);
    for (const [index, { uint8Array }] of images.entries()) {
      const blob = await blobs.get(told[index].blobKey);
      expect(blob?.bytes).toEqual(uint8Array);
      expect(blob?.mediaType).toBe(inspectImage(uint8Array)?.mediaType);
    }
  });

  test.each<[string, ImageModelLike]>([
    ['v1', createGrokV1(settings).image('grok-imagine-image')],
    ['v2', createGrokV2(settings).image('grok-imagine-image')],
    ['v3', createGrokV3(settings).image('grok-imagine-image')],
    ['v4', ours],
  ])('of a model of version %s is kept through wrap', async (version, model) => {
    const blobs = memoryBlobs();
    const wrapped = wrap(model, persistMiddleware({ blobs }));
    const raw = await wrapped.doGenerate({
      prompt,
      n: 1,
      size: undefined,
      aspectRatio: undefined,
      seed: undefined,
      providerOptions: {},
    });
    const { providerMetadata } = toImageResult(raw, '');
    expect(wrapped.specificationVersion).toBe(version);
    const key = String(providerMetadata['grokImage']?.images[0]?.['blobKey']);
    expect(await blobs.head(key)).toMatchObject({ mediaType: 'image/png' });
  });
});

describe('the key of a picture', () => {
  test('is made of the template, its place and its extension', async () => {
    const { told } = await generate({ key: 'cats/{date}/{model}/{call}' }, { n: 2 });
    expect(told[0].blobKey).toMatch(/^cats\/\d{4}-\d\d-\d\d\/grok-imagine-image\/[\da-f-]{36}-0\.png$/);
    expect(told[1].blobKey).toBe(told[0].blobKey.replace('-0.png', '-1.png'));
  });

  test('is another one for every call', async () => {
    const [one, other] = [await generate({ key: '{call}' }), await generate({ key: '{call}' })];
    expect(one.told[0].blobKey).not.toBe(other.told[0].blobKey);
  });

  test('of the same bytes is the same, and they are there once', async () => {
    const blobs = memoryBlobs();
    const [one, other] = [await generate({ blobs }), await generate({ blobs })];
    expect(one.told).toEqual(other.told);
    expect(await blobs.forget({ prefix: '', before: Date.now() + 1000 })).toBe(1);
  });

  test('stands below its tenant', async () => {
    const { told } = await generate({ tenant: () => 'cat@example.com' });
    expect(told[0].blobKey).toBe(`cat.40example.2Ecom/${told[0].sha256}.png`);
  });

  test.each<[() => string | undefined, string]>([
    [() => undefined, 'it has no tenant'],
    [
      () => {
        throw new TypeError('Nobody is logged in.');
      },
      'its tenant could not be told, Nobody is logged in',
    ],
  ])('of nobody is none: nothing is kept, and it is said', async (tenant, why) => {
    const { images, told, blobs, messages } = await generate({ tenant });
    expect(images).toHaveLength(1);
    expect(told).toEqual([]);
    expect(messages).toEqual([
      `Failed to keep the images of this call: ${why}. They are in the result alone.`,
    ]);
    expect(await blobs.forget({ prefix: '', before: Date.now() + 1000 })).toBe(0);
  });
});

describe('a store that fails', () => {
  test('costs no picture: a warning says which key to put it under', async () => {
    const { images, told, messages } = await generate({ blobs: storeWith({ put: full }) });
    const [sha256] = images.map(({ uint8Array }) => hashOf(uint8Array));
    expect(told).toEqual([{ sha256 }]);
    expect(messages).toEqual([
      `Failed to keep an image as ${sha256}.png: The disk is full. It is in the result: keep it yet by blobs.put('${sha256}.png', { bytes, mediaType: 'image/png' }).`,
    ]);
  });

  test('for one picture keeps the others', async () => {
    const blobs = memoryBlobs();
    const put = vi.fn<BlobStore['put']>(blobs.put).mockRejectedValueOnce(new RangeError('The disk is full.'));
    const { told, messages } = await generate({ blobs: { ...blobs, put } }, { n: 3 });
    expect(told.map(({ blobKey }) => typeof blobKey)).toEqual(['undefined', 'string', 'string']);
    expect(messages).toHaveLength(1);
  });

  test('to find an address says so of a picture that is kept', async () => {
    const { told, messages } = await generate({ blobs: storeWith({ url: keyless }) });
    expect(told[0]).toEqual({ sha256: expect.any(String), blobKey: expect.any(String) });
    expect(messages).toEqual([
      `Failed to find the address of ${told[0].blobKey}: The keys are gone. It is kept: ask for it yet by blobs.url.`,
    ]);
  });

  test('by never answering is waited for 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const put = vi.fn<BlobStore['put']>(() => new Promise<never>(() => undefined));
      const generating = generate({ blobs: storeWith({ put }) });
      while (put.mock.calls.length === 0) await new Promise(resolve => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(10_000);
      const { images, messages } = await generating;
      expect(images).toHaveLength(1);
      expect(messages[0]).toMatch(/^Failed to keep an image as [\da-f]{64}\.png: not done within 10 s\. /);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a picture is kept although its caller gives up meanwhile', async () => {
  const controller = new AbortController();
  const blobs = memoryBlobs();
  const put: BlobStore['put'] = async (key, blob) => {
    controller.abort();
    await blobs.put(key, blob);
  };
  const model = wrap(ours, persistMiddleware({ blobs: { ...blobs, put } }));
  await Promise.allSettled([generateImage({ model, prompt, abortSignal: controller.signal })]);
  expect(await blobs.forget({ prefix: '', before: Date.now() + 1000 })).toBe(1);
});

describe('options that are none are refused by name', () => {
  const blobs = memoryBlobs();
  test.each<[object, RegExp]>([
    [{ blobs: undefined }, /^Invalid blobs: got undefined\. Accepted: a store for pictures, .* put, get,/],
    [{ blobs: new Map() }, /^Invalid blobs: got an object\./],
    [{ blobs, keys: '{sha256}' }, /^Invalid keys: got an unknown option\. .*key/],
    [{ blobs, key: 'cats/{index}' }, /^Invalid key: .*\{index\} is none of these/],
    [{ blobs, key: 'cats/{date}' }, /^Invalid key: .*one of the first two has to be there/],
    [{ blobs, key: '../{sha256}' }, /^Invalid key: .*letters, digits/],
    [{ blobs, key: '{sha256' }, /^Invalid key: /],
    [{ blobs, publicBase: 'cdn' }, /^Invalid publicBase: /],
    [{ blobs, urlExpiresMs: -1 }, /^Invalid urlExpiresMs: got -1\./],
    [{ blobs, tenant: 7 }, /^Invalid tenant: got 7\. Accepted: a text, or a function that gives one/],
    [{ blobs, upload: true }, /^Invalid upload: got true\. Accepted: true with a store that others can put/],
    [{ blobs, upload: true, key: '{sha256}' }, /^Invalid key: .*without \{sha256\}/],
  ])('%j', (options, message) => {
    expect(() => persistMiddleware({ blobs, ...options })).toThrow(message);
  });
});
