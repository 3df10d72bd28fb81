import { APICallError } from '@ai-sdk/provider';
import { createCivitai } from '@grok-image/civitai';
import { createCivitai as createCivitaiV1 } from '@grok-image/civitai/v1';
import { createCivitai as createCivitaiV2 } from '@grok-image/civitai/v2';
import { createCivitai as createCivitaiV3 } from '@grok-image/civitai/v3';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import { createProviderRegistry, customProvider, generateImage, wrapImageModel } from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMiddleware } from '../stack/middleware.ts';
import type { ImageModelLike } from '../stack/model.ts';
import { tellOf } from '../stack/told.ts';
import { wrap } from '../stack/wrap.ts';
import { call } from '../test/service.ts';
import { fallbackModel, priceOfDearest, type FallbackOptions } from './index.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => {
  emulator.reset();
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
});
afterAll(() => emulator.close());

const id = 'grok-imagine-image';
const down = () => emulator.script({ backend: 'xai', status: 429, times: Infinity });
const current = () =>
  fallbackModel([createGrok(emulator.xai).image(id), createCivitai(emulator.civitai).image(id)]);
const served = { grokImage: { images: [{ servedBy: `civitai.image:${id}` }] } };

const priced = () => [
  createGrok(emulator.xai).image(id),
  createGrok(emulator.xai).image('grok-imagine-image-quality'),
  createCivitai(emulator.civitai).image(id),
];

/** A model of another provider, of one image a request. */
const single = (doGenerate: ImageModelLike['doGenerate']): ImageModelLike => ({
  specificationVersion: 'v4',
  provider: 'single.image',
  modelId: 'one',
  maxImagesPerCall: 1,
  doGenerate,
});

/** A middleware that tells that it was there. */
const noting = createMiddleware({
  each: 'call',
  treat: async ({ params, next }) => tellOf(await next(params), () => ({ noted: params.n })),
});

describe('models of each specification version', () => {
  const versions: [string, () => readonly ImageModelLike[]][] = [
    ['v1', () => [createGrokV1(emulator.xai).image(id), createCivitaiV1(emulator.civitai).image(id)]],
    ['v2', () => [createGrokV2(emulator.xai).image(id), createCivitaiV2(emulator.civitai).image(id)]],
    ['v3', () => [createGrokV3(emulator.xai).image(id), createCivitaiV3(emulator.civitai).image(id)]],
    ['v4', () => [createGrok(emulator.xai).image(id), createCivitai(emulator.civitai).image(id)]],
  ];

  test.each(versions)(
    '%s keep it, and their metadata stands where that AI SDK reads it',
    async (version, models) => {
      down();
      const model = fallbackModel(models());
      const result = await model.doGenerate(call);

      expect(model).toMatchObject({ specificationVersion: version, maxImagesPerCall: 1000 });
      const metadata =
        version === 'v1' ? { response: { providerMetadata: served } } : { providerMetadata: served };
      expect(result).toMatchObject(metadata);
      expect('providerMetadata' in Object(result)).toBe(version !== 'v1');
    },
  );

  test.each(versions)('%s work behind middleware, and in front of it', async (version, models) => {
    down();
    const noted = { images: [{ noted: 2 }, { noted: 2 }] };
    for (const model of [
      wrap(fallbackModel(models()), noting),
      fallbackModel(models().map(one => wrap(one, noting))),
    ]) {
      const result = await model.doGenerate({ ...call, n: 2 });
      expect(
        JSON.stringify(result, ['response', 'providerMetadata', 'grokImage', 'images', 'noted']),
      ).toContain(JSON.stringify(noted));
      expect(model.specificationVersion).toBe(version);
    }
  });

  test('are not mixed', () => {
    const mixed: ImageModelLike[] = [
      createGrok(emulator.xai).image(id),
      createCivitaiV3(emulator.civitai).image(id),
    ];
    expect(() => fallbackModel(mixed)).toThrow(
      /Invalid models: got xai\.image:grok-imagine-image of version v4 and civitai\.image:grok-imagine-image of version v3\./,
    );
  });
});

describe('in AI SDK 7', () => {
  test('a model of several is one of a provider and of a registry', async () => {
    down();
    const provider = customProvider({ imageModels: { best: current() } });
    const { images, providerMetadata } = await generateImage({
      model: createProviderRegistry({ house: provider }).imageModel('house:best'),
      prompt: 'A cat in a tree',
    });
    expect(images).toHaveLength(1);
    expect(providerMetadata).toMatchObject(served);
  });

  test('takes middleware by wrapImageModel, around all and around each', async () => {
    down();
    // Its port is gone with the wrapping, so that it is told by hand not to wait.
    const each = [createGrok({ ...emulator.xai, rateLimit: false }), createCivitai(emulator.civitai)].map(
      provider => wrapImageModel({ model: provider.image(id), middleware: noting }),
    );
    const model = wrapImageModel({ model: fallbackModel(each), middleware: noting });
    const { providerMetadata } = await generateImage({ model, prompt: 'A cat in a tree' });
    expect(providerMetadata).toMatchObject({ grokImage: { images: [{ noted: 1, tried: [{}] }] } });
  });

  test('says of files what one of its models says', () => {
    expect(current()).toMatchObject({ supportsFileInputs: true, supportsMaskInputs: false });
  });
});

/** What the providers of AI SDK throw where nothing listens. */
function refusedConnection(requestBodyValues: object): APICallError {
  const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
  return new APICallError({ message: 'Cannot connect to API', url: '', requestBodyValues, cause });
}

describe('a call of more images than a model makes at once', () => {
  test('is split for that model alone', async () => {
    const model = fallbackModel([
      single(async ({ prompt }) => Promise.reject(refusedConnection({ prompt }))),
      single(async ({ n }) => ({ images: Array.from({ length: n }, () => 'AAAA') })),
    ]);
    expect(await model.doGenerate({ ...call, n: 4 })).toMatchObject({
      images: { length: 4 },
      providerMetadata: { grokImage: { images: [{ tried: [{ class: 'outage' }] }, {}, {}, {}] } },
    });
  });

  test('goes on at once where all its parts meet a rate limit', async () => {
    emulator.script({ backend: 'xai', status: 429, headers: { 'retry-after': '30' }, times: Infinity });
    const begin = performance.now();
    const { images } = await current().doGenerate({ ...call, n: 12 });
    expect(images).toHaveLength(12);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});

describe('what is given', () => {
  test.each<[string, object, RegExp]>([
    ['an option with a slip', { braker: {} }, /Invalid fallback\.braker: .*breaker/],
    ['a class that is none', { on: { badInput: true } }, /Invalid fallback\.on\.badInput/],
    ['a negative time', { breaker: { resetMs: -1 } }, /Invalid fallback\.breaker\.resetMs: got -1/],
    ['what is no function', { adapt: 'nearest' }, /Invalid fallback\.adapt: .*a function/],
  ])('%s is refused by name when the model is made', (_, options: FallbackOptions, message) => {
    expect(() => fallbackModel([createGrok(emulator.xai).image(id)], options)).toThrow(message);
  });

  test.each<[string, readonly unknown[], RegExp]>([
    ['no model', [], /Invalid models: got a list of 0/],
    ['an id in the place of a model', [undefined, 'xai/grok'], /Invalid models\[1\]: got "xai\/grok"/],
  ])('%s is refused', (_, given, message) => {
    const models = given.map(model => model ?? createGrok(emulator.xai).image(id));
    expect(() => Reflect.apply(fallbackModel, undefined, [models])).toThrow(message);
  });
});

describe('the price of the dearest', () => {
  test('is told in each currency', async () => {
    expect(await priceOfDearest(priced(), { ...call, n: 2 })).toEqual({ usd: 0.08, buzz: 52 });
    expect(emulator.ledger).toEqual([]);
  });

  test('leaves out who cannot take the call, or cannot be asked', async () => {
    const providerOptions = { xai: { jobId: 'job-1' } };
    expect(await priceOfDearest(priced(), { ...call, providerOptions })).not.toHaveProperty('buzz');
    emulator.script({ backend: 'civitai', status: 400, times: Infinity });
    expect(await priceOfDearest(priced(), call)).toEqual({ usd: 0.04 });
  });

  test('is not known where one model tells none', async () => {
    const { doGenerate, provider, modelId, specificationVersion } = current();
    const foreign = { doGenerate, provider, modelId, specificationVersion };
    expect(await priceOfDearest([...priced(), foreign], call)).toBeUndefined();
  });

  test('fails where nobody can be asked', async () => {
    const wrong = { ...call, providerOptions: { xai: { resolution: '9k' } } };
    await expect(priceOfDearest(priced().slice(0, 1), wrong)).rejects.toThrow(/xai\.resolution/);
  });
});
