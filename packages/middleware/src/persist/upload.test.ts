import { startEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import { generateImage, wrapImageModel } from 'ai';
import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImageModelLike } from '../stack/model.ts';
import { toImageResult } from '../stack/result.ts';
import { wrap } from '../stack/wrap.ts';
import { tenantPrefix } from '../stores/blob-key.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import { s3 } from '../stores/s3/index.ts';
import { useBucket } from '../stores/test/bucket.ts';
import { callIdOf, persistMiddleware, uploadKeys, uploadTargets, type PersistOptions } from './index.ts';

const bucket = await useBucket();
const blobs = s3(bucket);
const emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
afterAll(() => emulator.close());
// Only for a bucket on this machine.
const settings = { ...emulator.xai, imageOrigins: [bucket.endpoint] };
beforeEach(() => {
  emulator.reset();
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
});

const ours = createGrok(settings).image('grok-imagine-image');
const prompt = 'A cat in a tree';
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const keyless = () => Promise.reject(new RangeError('The keys are gone.'));

/** Puts of the store, which are not those of xAI. */
function watched(): { store: BlobStore; put: ReturnType<typeof vi.fn<BlobStore['put']>> } {
  const put = vi.fn<BlobStore['put']>(blobs.put);
  return { store: { ...blobs, put }, put };
}

type Call = Partial<Pick<Parameters<typeof generateImage>[0], 'n' | 'providerOptions' | 'maxImagesPerCall'>>;

async function generate(options: Partial<PersistOptions> = {}, { n = 1, ...call }: Call = {}) {
  const middleware = persistMiddleware({ blobs, upload: true, ...options });
  const result = await generateImage({
    model: wrapImageModel({ model: ours, middleware }),
    prompt,
    n,
    ...call,
  });
  const keys = (result.providerMetadata['grokImage']?.images ?? []).map(entry =>
    String(Object(entry).blobKey),
  );
  const messages = result.warnings.map(warning => ('message' in warning ? warning.message : ''));
  return { ...result, keys, messages };
}

/** Fields of the bodies that xAI got. */
function uploadUrls(): unknown[] {
  return emulator.requests.flatMap(({ body }) => Object(Object(body).output).upload_urls ?? []);
}

describe('xAI puts its pictures into a private bucket itself', () => {
  test('and they are told with key, address and hash', async () => {
    const { store, put } = watched();
    const { images, keys, warnings, providerMetadata } = await generate({ blobs: store }, { n: 2 });
    expect(warnings).toEqual([]);
    expect(uploadUrls()).toHaveLength(2);
    expect(put).not.toHaveBeenCalled();
    for (const [index, { uint8Array }] of images.entries()) {
      const told = Object(providerMetadata['grokImage']?.images[index]);
      expect(told).toEqual({ blobKey: keys[index], sha256: hashOf(uint8Array), url: expect.any(String) });
      expect(keys[index]).toMatch(new RegExp(`^[\\da-f-]{36}-${index}\\.jpg$`));
      expect(new Uint8Array(await (await fetch(told.url)).arrayBuffer())).toEqual(uint8Array);
    }
  });

  test.each<[string, ImageModelLike]>([
    ['v1', createGrokV1(settings).image('grok-imagine-image')],
    ['v2', createGrokV2(settings).image('grok-imagine-image')],
    ['v3', createGrokV3(settings).image('grok-imagine-image')],
    ['v4', ours],
  ])('with a model of version %s through wrap', async (_, model) => {
    const { store, put } = watched();
    const wrapped = wrap(model, persistMiddleware({ blobs: store, upload: true }));
    const shape = { size: undefined, aspectRatio: undefined, seed: undefined };
    const result = toImageResult(
      await wrapped.doGenerate({ prompt, n: 1, ...shape, providerOptions: {} }),
      '',
    );
    const key = String(result.providerMetadata['grokImage']?.images[0]?.['blobKey']);
    expect(await blobs.head(key)).toMatchObject({ mediaType: 'image/jpeg' });
    expect(put).not.toHaveBeenCalled();
  });

  test('so that a call that was lost after it was paid is found under its key', async () => {
    emulator.script({ reset: 'after' });
    const providerOptions = { grokImage: { key: 'order 17' } };
    await expect(generate({ tenant: 'cat@example.com' }, { providerOptions })).rejects.toThrow(/billed/);
    expect(emulator.ledger).toHaveLength(1);
    const [key = ''] = uploadKeys(tenantPrefix('cat@example.com') + (await callIdOf('order 17')), 1);
    await expect.poll(() => blobs.head(key)).toMatchObject({ mediaType: 'image/jpeg' });
  });

  test('under keys of their own, also where AI SDK splits a call under one key', async () => {
    const providerOptions = { grokImage: { key: 'order 17' } };
    const { images, keys } = await generate({}, { n: 3, maxImagesPerCall: 1, providerOptions });
    expect(emulator.ledger).toHaveLength(3);
    expect(new Set(keys).size).toBe(3);
    expect(keys).toContain(`${await callIdOf('order 17')}-0.jpg`);
    for (const [index, { uint8Array }] of images.entries()) {
      expect((await blobs.get(keys[index] ?? ''))?.bytes).toEqual(uint8Array);
    }
  });

  test('and one that is not there after all is put there afterwards', async () => {
    const { store, put } = watched();
    // Signed for another key, so that what xAI puts is not where it is looked for.
    const target: BlobStore['target'] = async key => ({
      put: (await blobs.target(`astray/${key}`)).put,
      get: (await blobs.target(`astray/${key}`)).get,
    });
    const { images, keys } = await generate({ blobs: { ...store, target } });
    expect(put).toHaveBeenCalledTimes(1);
    expect((await blobs.get(keys[0] ?? ''))?.bytes).toEqual(images[0]?.uint8Array);
  });

  test('and one that is missing does not move the keys of its siblings', async () => {
    emulator.script({ moderate: 'flag', items: [0] });
    const { images, keys } = await generate({}, { n: 2 });
    expect(images).toHaveLength(1);
    expect(keys[0]).toMatch(/-1\.jpg$/);
    expect((await blobs.get(keys[0] ?? ''))?.bytes).toEqual(images[0]?.uint8Array);
  });

  test('but a job that is collected had its addresses when it was started, and is kept all the same', async () => {
    const { resume } = await ours.start({ prompt, n: 1, providerOptions: {} });
    const { keys, images } = await generate({}, { providerOptions: { xai: { ...resume } } });
    expect(uploadUrls()).toEqual([]);
    expect(emulator.ledger).toHaveLength(1);
    expect((await blobs.get(keys[0] ?? ''))?.bytes).toEqual(images[0]?.uint8Array);
  });
});

describe('a bucket that signs nothing', () => {
  test('gets the pictures afterwards, and it is said', async () => {
    const { keys, messages } = await generate({ blobs: { ...blobs, target: keyless } });
    expect(uploadUrls()).toEqual([]);
    expect(messages).toEqual([
      'Failed to sign addresses for images to be put to: The keys are gone. They are kept afterwards.',
    ]);
    expect(await blobs.head(keys[0] ?? '')).toMatchObject({ mediaType: 'image/jpeg' });
  });
});

describe('addresses for uploads', () => {
  test('are two a picture, with keys in order', async () => {
    const { keys, targets } = await uploadTargets(blobs, 'calls/17', 2);
    expect(keys).toEqual(['calls/17-0.jpg', 'calls/17-1.jpg']);
    expect(targets.map(({ put }) => new URL(put).pathname)).toEqual([
      '/pictures/calls/17-0.jpg',
      '/pictures/calls/17-1.jpg',
    ]);
  });

  test('need a store that others can put pictures into', async () => {
    const { target: _, ...without } = blobs;
    await expect(uploadTargets(without, 'calls/17', 1)).rejects.toThrow(/^Invalid blobs: /);
  });
});
