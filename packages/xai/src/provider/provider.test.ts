import { NoSuchModelError } from '@ai-sdk/provider';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';
import { call, model, withOptions } from '../test/call.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const modelId = 'grok-imagine-image';
const entries = { v1, v2, v3, v4 };

describe.each(Object.entries(entries))('the entry of specification %s', (version, entry) => {
  test('has one prefix for its values, and shares errors with its sister packages', () => {
    const shared = /^(?:causeOf|imageMetadata|requestMetadata|VERSION|xai|grok|create(?:Grok|Xai))$/;
    const errors =
      /^(?:ContentModeration|Generation(?:Failed|Incomplete|Timeout)|ImageDownload|InsufficientFunds)Error$/;
    const names = Object.keys(entry).filter(name => !shared.test(name) && !errors.test(name));
    expect(names.toSorted()).toEqual(['XaiBatchIncompleteError', 'xaiImageOptionsSchema']);
  });

  test('has the same names as the others', () => {
    expect(Object.keys(entry).toSorted()).toEqual(Object.keys(v4).toSorted());
  });

  test('makes frozen models of that version, by two names', () => {
    for (const image of [entry.grok.image(modelId), entry.createGrok().imageModel(modelId)]) {
      expect(image).toMatchObject({ specificationVersion: version, provider: 'xai.image', modelId });
      expect(Number.isInteger(image.maxImagesPerCall)).toBe(true);
      expect(Object.isFrozen(image)).toBe(true);
    }
  });

  test.each([undefined, null, '', '  ', 7])('makes no model without an id: %j', id => {
    for (const image of [entry.grok.image, entry.grok.imageModel]) {
      expect(() => Reflect.apply(image, undefined, [id])).toThrow(
        `Invalid modelId: got ${id === undefined ? 'undefined' : JSON.stringify(id)}. Accepted: the id of a model`,
      );
    }
  });

  test('has no other kind of model', () => {
    for (const { languageModel, responses, textEmbeddingModel } of [entry.grok, entry.createGrok()]) {
      for (const method of [languageModel, responses, textEmbeddingModel]) {
        expect(() => method('grok-4')).toThrow(NoSuchModelError);
      }
    }
  });

  test('makes an image and brings its metadata', async () => {
    const result = await entry.createGrok(emulator.xai).image(modelId).doGenerate(call);
    expect(result.images).toHaveLength(1);
    expect(entry.imageMetadata({ images: result.images, responses: [result.response] })).toMatchObject([
      { mediaType: 'image/jpeg', costUsd: 0.02, revisedPrompt: expect.stringContaining('A cat in a tree') },
    ]);
  });

  test('estimates costs', async () => {
    expect(await entry.grok.estimateCost({ model: modelId })).toMatchObject({ costUsd: 0.02 });
  });
});

test('a model says that it takes source images but no mask', () => {
  expect(v4.grok.image(modelId)).toMatchObject({ supportsFileInputs: true, supportsMaskInputs: false });
});

describe('a call for many images', () => {
  test.each([
    [10, [10]],
    [25, [10, 10, 5]],
  ])('n=%d is sent as %o', async (n, parts) => {
    const { images } = await model(emulator.xai).doGenerate({ ...call, n });
    expect(images).toHaveLength(n);
    const bodies = emulator.requests.filter(({ role }) => role === 'submit').map(({ body }) => body);
    expect(bodies).toMatchObject(parts.map(count => ({ n: count })));
  });

  test('that is not sent at all in one of its parts repeats that part', async () => {
    emulator.script({ status: 429, headers: { 'retry-after': '0' } });
    const { images, warnings } = await model(emulator.xai).doGenerate({ ...call, n: 12 });
    expect(images).toHaveLength(12);
    expect(warnings).toEqual([]);
    expect(emulator.ledger).toHaveLength(2);
  });
});

test('20 calls at once do not mix', async () => {
  const one = model(emulator.xai);
  const prompts = Array.from({ length: 20 }, (_, index) => `Cat ${index}`);
  const results = await Promise.all(
    prompts.map(prompt => one.doGenerate(withOptions({ responseFormat: 'b64_json' }, { prompt }))),
  );
  const revised = results.map(
    ({ providerMetadata }) => providerMetadata['xai']?.images[0]?.['revisedPrompt'],
  );
  expect(revised).toEqual(prompts.map(prompt => expect.stringContaining(`${prompt},`)));
});

test('the options of the caller are not changed', async () => {
  const options = Object.freeze(withOptions({ aspect_ratio: '16:9', sync_mode: true }));
  const before = structuredClone(options);
  const { warnings } = await model(emulator.xai).doGenerate(options);
  expect(options).toEqual(before);
  expect(warnings).toEqual([
    { type: 'unsupported', feature: 'sync_mode', details: 'xAI has no such field; it was not sent.' },
  ]);
});

test('a custom fetch takes the place of the global one for the API and its images', async () => {
  const paths: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    paths.push(new URL(String(input)).pathname);
    return emulator.fetch(input, init);
  };
  const { images } = await v4
    .createGrok({ apiKey: emulator.xai.apiKey, fetch })
    .image(modelId)
    .doGenerate(call);
  expect(images).toHaveLength(1);
  expect(paths).toEqual(['/v1/images/generations', expect.stringMatching(/^\/xai-imgen\//)]);
});

describe('a gateway', () => {
  const gateway: v4.XaiGatewayProfile = {
    name: 'Example Gateway',
    baseURL: 'https://gateway.example/v1',
    apiKeyVariables: ['EXAMPLE_KEY'],
    maxImagesPerRequest: 1,
    maxSources: 0,
    advice: 'Look at the usage log of the gateway.',
  };

  test('is described by data: its limits, its key, its name', async () => {
    const grok = v4.createGrok({ ...emulator.xai, gateway });
    expect(grok.image(modelId).supportsFileInputs).toBe(false);
    const { images } = await grok.image(modelId).doGenerate({ ...call, n: 3 });
    expect(images).toHaveLength(3);
    expect(emulator.ledger.map(({ images: billed }) => billed)).toEqual([1, 1, 1]);
    await expect(v4.createGrok({ gateway }).image(modelId).doGenerate(call)).rejects.toThrow(
      'Failed to load the Example Gateway API key: it is missing. Set the environment variable EXAMPLE_KEY',
    );
  });

  test('without edits refuses source images in the options too', async () => {
    const edit = v4
      .createGrok({ ...emulator.xai, gateway })
      .image(modelId)
      .doGenerate(withOptions({ fileIds: ['file_1'] }));
    await expect(edit).rejects.toThrow(
      'Invalid providerOptions.xai.fileIds: got 1 source images. Accepted: no source images; Example Gateway offers no edits. Nothing was sent.',
    );
  });

  test('with no valid address is refused', () => {
    expect(() => v4.createGrok({ gateway: { ...gateway, baseURL: 'gateway.example' } })).toThrow(
      'Invalid baseURL: got "gateway.example".',
    );
  });

  test('that is only a name nobody knows is refused', () => {
    const settings: object = { gateway: 'nowhere' };
    expect(() => v4.createGrok(settings)).toThrow(
      "Invalid gateway: got \"nowhere\". Accepted: 'xai', 'crazyrouter', 'agtcloud' or the profile of a gateway. Nothing was sent.",
    );
  });
});
