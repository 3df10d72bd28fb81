import { describe, expect, it } from 'vitest';
import type { ImageResponse } from './backend.ts';
import { generate } from './generate.ts';
import { answer, call, testBackend } from '../test/backend.ts';
import { images } from '../test/images.ts';

describe('a call that one request can answer', () => {
  it('is one request that knows it is the whole call', async () => {
    const backend = testBackend();

    await generate(backend, { ...call, n: 10, providerOptions: { test: { a: 1 } } });

    expect(backend.requests).toMatchObject([
      { prompt: call.prompt, n: 10, offset: 0, total: 10, sources: [], options: { a: 1 } },
    ]);
  });

  it('gives bytes, metadata by image and by request, and the model that served it', async () => {
    const before = Date.now();

    const {
      images: bytes,
      providerMetadata,
      response,
      usage,
      warnings,
    } = await generate(testBackend(), {
      ...call,
      n: 2,
    });

    expect(bytes).toEqual([images.png, images.png]);
    expect(providerMetadata).toEqual({
      test: { images: [{ index: 0 }, { index: 1 }], requests: [{ requestId: 'request-0' }] },
    });
    expect(response).toMatchObject({ modelId: 'served-model', headers: { 'x-request-id': 'request-0' } });
    expect(response.providerMetadata).toBe(providerMetadata);
    expect(response.timestamp.getTime()).toBeGreaterThanOrEqual(before);
    expect(usage).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('lists the warnings of the call before those of the service, those about settings once', async () => {
    const backend = testBackend({
      generate: async request =>
        answer(request, {
          warnings: [
            { type: 'compatibility', feature: 'size', details: 'Nearly.' },
            { type: 'compatibility', feature: 'size', details: 'Nearly.' },
            { type: 'other', message: 'Slow today.' },
          ],
        }),
    });

    const { warnings } = await generate(backend, { ...call, seed: 7 });

    expect(warnings).toMatchObject([{ feature: 'seed' }, { feature: 'size' }, { message: 'Slow today.' }]);
  });

  it('may bring no image without being an error', async () => {
    const backend = testBackend({ generate: async request => answer(request, { images: [] }) });

    const { images: bytes, providerMetadata } = await generate(backend, call);

    expect(bytes).toEqual([]);
    expect(providerMetadata).toEqual({ test: { images: [], requests: [{ requestId: 'request-0' }] } });
  });

  it('is not sent when the signal is aborted before', async () => {
    const backend = testBackend();
    const reason = new RangeError('changed my mind');

    await expect(generate(backend, { ...call, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(backend.requests).toEqual([]);
  });

  it('prefers the abort reason to a complaint about bad input', async () => {
    const reason = new RangeError('changed my mind');

    await expect(
      generate(testBackend(), { ...call, n: 0, abortSignal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});

describe('a call that needs several requests', () => {
  it('is split into full requests and a rest, each knowing its place', async () => {
    const backend = testBackend();

    await generate(backend, { ...call, n: 25 });

    expect(backend.requests.map(({ n, offset, total }) => ({ n, offset, total }))).toEqual([
      { n: 10, offset: 0, total: 25 },
      { n: 10, offset: 10, total: 25 },
      { n: 5, offset: 20, total: 25 },
    ]);
  });

  it('sends all of them at once and joins what comes back in order', async () => {
    const started: (() => void)[] = [];
    const backend = testBackend({
      maxImagesPerRequest: 2,
      generate: request =>
        new Promise<ImageResponse>(resolve => {
          started.push(() => resolve(answer(request)));
        }),
    });

    const generation = generate(backend, { ...call, n: 5 });
    expect(started).toHaveLength(3);
    for (const finish of started.toReversed()) finish();
    const { images: bytes, providerMetadata } = await generation;

    expect(bytes).toHaveLength(5);
    expect(providerMetadata).toEqual({
      test: {
        images: [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }, { index: 4 }],
        requests: [{ requestId: 'request-0' }, { requestId: 'request-2' }, { requestId: 'request-4' }],
      },
    });
  });

  it('warns once of what every part warns of', async () => {
    const backend = testBackend({
      generate: async request =>
        answer(request, { warnings: [{ type: 'compatibility', feature: 'size', details: '1k was sent.' }] }),
    });

    const { warnings } = await generate(backend, { ...call, n: 30, seed: 1 });

    expect(warnings).toMatchObject([{ feature: 'seed' }, { feature: 'size' }]);
  });

  it('adds up the tokens that are known', async () => {
    const usages = [
      { inputTokens: 1, outputTokens: 10, totalTokens: undefined },
      undefined,
      { inputTokens: undefined, outputTokens: 5, totalTokens: undefined },
    ];
    const backend = testBackend({
      generate: async request => {
        const usage = usages[request.offset / 10];
        return answer(request, usage && { usage });
      },
    });

    const { usage } = await generate(backend, { ...call, n: 30 });

    expect(usage).toEqual({ inputTokens: 1, outputTokens: 15, totalTokens: undefined });
  });
});
