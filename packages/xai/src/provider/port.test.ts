import { recoveryPortOf, type ImageModelV4 } from '@grok-image/core';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGrok, imageMetadata, type XaiGatewayProfile, type XaiProviderSettings } from '../index.ts';
import { xaiProfile } from '../gateways/xai.ts';
import { call, errorOf, withOptions } from '../test/call.ts';
import { base64, png, startServer } from '../test/server.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', deferredMs: 600 });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const image = (settings: XaiProviderSettings = {}) =>
  createGrok({ ...emulator.xai, ...settings }).image('grok-imagine-image');

function portOf(model: ImageModelV4) {
  const port = recoveryPortOf<ImageModelV4, Awaited<ReturnType<ImageModelV4['doGenerate']>>>(model);
  if (port === undefined) throw new TypeError('The model has no port.');
  return port;
}

describe('start', () => {
  test('starts a deferred job, and gives at once what collects its images', async () => {
    const { resume } = await image().start({ prompt: 'A cat in a tree', n: 2 });
    expect(emulator.requests).toHaveLength(1);

    const collected = await image().doGenerate(withOptions({ ...resume, pollIntervalMs: 5 }, { n: 2 }));
    expect(collected.images).toHaveLength(2);
    expect(emulator.ledger).toMatchObject([{ images: 2, delivered: 2 }]);
  });

  test('says that it defers what was not to be deferred', async () => {
    const providerOptions = { xai: { deferred: false } };
    const { warnings } = await image().start({ prompt: 'A cat', providerOptions });

    expect(emulator.requests[0]?.body).toMatchObject({ deferred: true });
    expect(warnings).toMatchObject([{ type: 'compatibility', feature: 'deferred' }]);
  });

  test('brings the images of a service that answers with them instead', async () => {
    const server = await startServer(() => ({ body: { data: [{ b64_json: base64 }] } }));
    const { resume, images } = await createGrok(server.access)
      .image('grok-imagine-image')
      .start({ prompt: 'A cat' });
    expect(resume).toBeUndefined();
    expect(images).toMatchObject([{ data: png, metadata: { index: 0 } }]);
  });

  test.each([
    [
      'at a gateway without jobs',
      { gateway: 'crazyrouter' as const },
      {},
      'nothing would collect its images',
    ],
    ['of more than one request', {}, { n: 11 }, 'Invalid n: got 11. Accepted: at most 10'],
    [
      'of what was started before',
      {},
      { providerOptions: { xai: { jobId: 'job-1' } } },
      "'job-1' collects one",
    ],
    [
      'with images inside the answer, as a job has none',
      {},
      { providerOptions: { xai: { responseFormat: 'b64_json' as const } } },
      "Accepted: 'url' together with deferred",
    ],
  ])('%s is refused before anything is sent', async (_, settings, options, message) => {
    const failing = image(settings).start({ prompt: 'A cat', ...options });
    expect((await errorOf(failing)).message).toContain(message);
    expect(emulator.requests).toEqual([]);
  });
});

describe('the port', () => {
  test('says who is asked, without the key', async () => {
    expect(await portOf(image()).identify()).toEqual({
      service: 'xAI',
      baseURL: emulator.xai.baseURL,
      modelId: 'grok-imagine-image',
      account: expect.stringMatching(/^[\da-f]{16}$/),
    });
  });

  test.each([
    [{ n: 4 }, { usd: 0.08 }],
    [{ n: 12, size: '2048x2048' as const }, { usd: 0.24 }],
  ])('prices %j', async (changes, cost) => {
    expect(await portOf(image()).price({ ...call, ...changes })).toEqual(cost);
    expect(emulator.requests).toEqual([]);
  });

  test('finds a job that runs, one that is done and one that never was', async () => {
    const { find } = portOf(image());
    const { resume } = await image().start({ prompt: 'A cat' });
    if (resume === undefined) throw new TypeError('Nothing was started.');
    expect(await find(resume)).toEqual({ state: 'running', resume });
    await portOf(image()).collect(resume);
    expect(await find(resume)).toMatchObject({ state: 'done', resume, cost: { usd: 0.02 } });
    expect(await find({ jobId: 'never' })).toEqual({ state: 'absent' });
    expect(emulator.ledger).toHaveLength(1);
  });

  test('lets the service write into a private bucket, and reads the images there', async () => {
    const bucket = new Map<string, Uint8Array>();
    const server = await startServer(({ method, path }, _index, baseURL) => {
      const origin = new URL(baseURL).origin;
      if (method === 'POST') {
        bucket.set('/bucket/cat.png', png);
        return { body: { data: [{ url: `${origin}/bucket/cat.png?signed=put` }] } };
      }
      return path === '/bucket/cat.png?signed=get' ? { body: png } : { status: 403 };
    });
    const { origin } = new URL(server.baseURL);
    const uploadTo = [
      { put: `${origin}/bucket/cat.png?signed=put`, get: `${origin}/bucket/cat.png?signed=get` },
    ];
    const model = portOf(createGrok(server.access).image('grok-imagine-image')).with({ uploadTo });
    const result = await model.doGenerate(call);
    expect(result.images).toEqual([png]);
    expect(server.received[0]?.body).toMatchObject({ output: { upload_urls: [uploadTo[0]?.put] } });
    expect(imageMetadata(result)[0]?.url).toBe(uploadTo[0]?.get);
  });

  test('with a bucket refuses images inside the answer, and collects what was started before', async () => {
    const model = portOf(image()).with({
      uploadTo: [{ put: 'http://minio.test/p', get: 'http://minio.test/g' }],
    });
    const inside = withOptions({ responseFormat: 'b64_json' });
    expect((await errorOf(model.doGenerate(inside))).message).toContain("'url' together with uploadUrls");
    expect(emulator.requests).toEqual([]);

    const { resume } = await image().start({ prompt: 'A cat', n: 2 });
    if (resume === undefined) throw new TypeError('Nothing was started.');
    expect((await portOf(model).collect(resume, { n: 2 })).images).toHaveLength(2);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('keeps a habit that a change leaves undefined, and refuses one that is not known', async () => {
    const seen: string[] = [];
    const { with: change } = portOf(image({ onProgress: ({ status }) => seen.push(status) }));
    await change({ onProgress: undefined }).doGenerate(call);
    expect(seen).toContain('done');
    const misspelt: object = { onProgres: () => undefined };
    expect(() => change(misspelt)).toThrow('onProgress');
  });

  test('counts with the limiter of its model, whatever else changes', async () => {
    const limited = createGrok(emulator.xai).image('grok-imagine-image', {
      rateLimit: { perMinute: 1, maxWaitMs: 1 },
    });
    const { with: change } = portOf(limited);
    await change({}).doGenerate(call);
    await expect(change({}).doGenerate(call)).rejects.toThrow(/maxWaitMs/);
    await change({ rateLimit: false }).doGenerate(call);
    expect(emulator.ledger).toHaveLength(2);
  });

  test('has a batch where the profile has that API, whatever options it offers', () => {
    const own = { ...xaiProfile, name: 'Own', baseURL: emulator.xai.baseURL };
    const batchOf = (changes: Partial<XaiGatewayProfile>) =>
      portOf(image({ gateway: { ...own, ...changes } })).batch;
    expect(batchOf({ apis: ['batch'], offers: ['jobId', 'deferred'] })).toBeDefined();
    expect(batchOf({ apis: [] })).toBeUndefined();
  });

  test('runs a batch', async () => {
    const { batch } = portOf(image());
    if (batch === undefined) throw new TypeError('There is no batch.');
    const { id } = await batch.create('cats', []);
    expect(emulator.ledger).toEqual([]);
    await batch.add(id, [{ id: 'a', prompt: 'A cat' }]);
    await batch.add(id, [{ id: 'b', prompt: 'Another cat', aspectRatio: '16:9' }]);
    const requests = [];
    for await (const request of batch.requests(id)) requests.push(request);
    expect(requests.toSorted()).toEqual(['a', 'b']);
    await createGrok(emulator.xai).batch.wait(id, { pollIntervalMs: 10 });
    const results = [];
    for await (const { id: request, status, load } of batch.results(id)) {
      results.push([request, status, (await load?.())?.length]);
    }
    expect(results.toSorted()).toEqual([
      ['a', 'succeeded', 1],
      ['b', 'succeeded', 1],
    ]);
  });
});
