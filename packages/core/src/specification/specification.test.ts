import { NoSuchModelError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import type { ImageBackend } from '../generate/backend.ts';
import { answer, call, testBackend } from '../test/backend.ts';
import { images } from '../test/images.ts';
import { createProviderV1, toImageModelV1 } from './v1.ts';
import { createProviderV2, toImageModelV2 } from './v2.ts';
import { createProviderV3, toImageModelV3 } from './v3.ts';
import { createProviderV4, toImageModelV4 } from './v4.ts';

const options = {
  ...call,
  size: undefined,
  aspectRatio: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};
const definition = {
  backend: (modelId: string): ImageBackend => testBackend({ modelId }),
  extras: { estimateCost: () => 0.02 },
};

/** Every version, told apart by what its models and providers have. */
const versions = [
  {
    version: 'v1',
    toModel: toImageModelV1,
    provider: createProviderV1(definition),
    embeddings: 'textEmbeddingModel',
  },
  {
    version: 'v2',
    toModel: toImageModelV2,
    provider: createProviderV2(definition),
    embeddings: 'textEmbeddingModel',
  },
  {
    version: 'v3',
    toModel: toImageModelV3,
    provider: createProviderV3(definition),
    embeddings: 'embeddingModel',
  },
  {
    version: 'v4',
    toModel: toImageModelV4,
    provider: createProviderV4(definition),
    embeddings: 'embeddingModel',
  },
] as const;

describe.each(versions)('the model of $version', ({ version, toModel }) => {
  it('says what it is and takes many images at once', () => {
    expect(toModel(testBackend())).toMatchObject({
      specificationVersion: version,
      provider: 'test.image',
      modelId: 'test-model',
      maxImagesPerCall: 1000,
    });
  });

  it('is frozen', () => {
    const model = toModel(testBackend());

    expect(Object.isFrozen(model)).toBe(true);
    expect(Reflect.set(model, 'modelId', 'another')).toBe(false);
  });

  it('works behind a proxy that answers with another version', async () => {
    const model = new Proxy(toModel(testBackend()), {
      get: (target, key) => (key === 'specificationVersion' ? 'v9' : Reflect.get(target, key)),
    });

    expect(model.specificationVersion).toBe('v9');
    expect((await model.doGenerate(options)).images).toEqual([images.png]);
  });

  it('works when its method is taken off it', async () => {
    const { doGenerate } = toModel(testBackend());

    expect((await doGenerate(options)).images).toEqual([images.png]);
  });

  it('serves many calls at once', async () => {
    const model = toModel(testBackend({ maxImagesPerRequest: 2 }));

    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => model.doGenerate({ ...options, n: index + 1 })),
    );

    expect(results.map(result => result.images.length)).toEqual(results.map((_, index) => index + 1));
  });

  it('puts the metadata on the response, the one place that AI SDK 4 keeps', async () => {
    const { response } = await toModel(testBackend()).doGenerate(options);

    expect(response).toMatchObject({
      modelId: 'served-model',
      headers: { 'x-request-id': 'request-0' },
      providerMetadata: { test: { images: [{ index: 0 }], requests: [{ requestId: 'request-0' }] } },
    });
    expect(response.timestamp).toBeInstanceOf(Date);
  });

  it('passes source images on, which AI SDK 6 and 7 hand to models of any version', async () => {
    const backend = testBackend({ supportsFiles: true });
    const files = [{ type: 'url' as const, url: 'https://example.com/cat.png' }];

    await toModel(backend).doGenerate({ ...options, files, mask: undefined });

    expect(backend.requests).toMatchObject([{ sources: files }]);
  });
});

describe('the result of each version', () => {
  const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 3 };
  const full = testBackend({ generate: async request => answer(request, { usage }) });
  const empty = testBackend({ generate: async request => answer(request, { images: [] }) });

  it('has the keys of the specification and no others', async () => {
    const keys = await Promise.all(
      versions.map(async ({ toModel }) => Object.keys(await toModel(full).doGenerate(options)).toSorted()),
    );

    expect(keys).toEqual([
      ['images', 'response', 'warnings'],
      ['images', 'providerMetadata', 'response', 'warnings'],
      ['images', 'providerMetadata', 'response', 'usage', 'warnings'],
      ['images', 'providerMetadata', 'response', 'usage', 'warnings'],
    ]);
  });

  it('forbids AI SDK to pay again for an answer without images, where the version can say so', async () => {
    const results = await Promise.all(versions.map(({ toModel }) => toModel(empty).doGenerate(options)));

    expect(results.map(result => 'isRetryable' in result && result.isRetryable === false)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('has the usage of the requests', async () => {
    expect((await toImageModelV3(full).doGenerate(options)).usage).toEqual(usage);
    expect((await toImageModelV4(full).doGenerate(options)).usage).toEqual(usage);
    expect(await toImageModelV4(testBackend()).doGenerate(options)).not.toHaveProperty('usage');
  });

  it('words warnings as the version knows them', async () => {
    const results = await Promise.all(
      versions.map(({ toModel }) => toModel(testBackend()).doGenerate({ ...options, seed: 1 })),
    );

    expect(results.map(({ warnings }) => warnings[0]?.type)).toEqual([
      'unsupported-setting',
      'unsupported-setting',
      'unsupported',
      'unsupported',
    ]);
  });

  it('says in V4 whether files and masks can be sent', () => {
    expect(toImageModelV4(testBackend({ supportsFiles: true }))).toMatchObject({
      supportsFileInputs: true,
      supportsMaskInputs: false,
    });
  });
});

describe.each(versions)('the provider of $version', ({ version, provider, embeddings }) => {
  it('makes models of its version by either name', () => {
    expect(provider.image('a:b/c@1')).toMatchObject({ specificationVersion: version, modelId: 'a:b/c@1' });
    expect(provider.imageModel('m').modelId).toBe('m');
  });

  it('is frozen and carries what the service adds', () => {
    expect(Object.isFrozen(provider)).toBe(true);
    expect(provider.estimateCost()).toBe(0.02);
  });

  it.each([
    ['by its name', (id: string) => provider.languageModel(id)],
    ['when it is called', (id: string) => provider(id)],
  ])('has no language model %s', (_, make) => {
    expect(() => make('grok-4')).toThrow(
      expect.objectContaining({
        name: 'AI_NoSuchModelError',
        modelId: 'grok-4',
        modelType: 'languageModel',
        message:
          'No such languageModel: grok-4. This provider has image models only; use .image(id), and another provider beside it for the rest.',
      }),
    );
  });

  it('has no other kind of model', () => {
    const method: unknown = Reflect.get(provider, embeddings);
    expect(method).toBeTypeOf('function');
    expect(() => typeof method === 'function' && method('e')).toThrow(NoSuchModelError);
  });
});

describe('what tells the providers apart', () => {
  it('is the version they name since V3', () => {
    expect(versions.map(({ provider }) => Reflect.get(provider, 'specificationVersion'))).toEqual([
      undefined,
      undefined,
      'v3',
      'v4',
    ]);
  });
});
