import { describe, expect, test, vi } from 'vitest';
import type { AiSdk } from '../harness/ai-sdk.ts';
import { fieldOf } from '../harness/field-of.ts';
import { rejectionOf, thrownBy, type Subject } from '../harness/subject.ts';

/** Models and providers as objects: frozen, shared, wrapped, looked up by name. */
export function describeModels(subject: Subject): void {
  const { backend, sdk, version, stage, generate, model, provider } = subject;
  const { modelId } = backend;

  describe('the model object', () => {
    test('is frozen and works in twenty calls at once', async () => {
      stage.skipPainting();
      const shared = model();
      expect(Object.isFrozen(shared)).toBe(true);
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => generate({ model: shared, prompt: `Cat number ${index}` })),
      );
      expect(results.every(result => result.images.length === 1)).toBe(true);
      expect(new Set(stage.emulator.ledger.map(entry => entry.prompt)).size).toBe(20);
    });

    test('works when its method is called on its own, as behind a proxy', async () => {
      const { doGenerate, ...rest } = model();
      const { images } = await generate({ model: { ...rest, doGenerate } });
      expect(images).toHaveLength(1);
    });

    test('leaves the options of the caller as they are', async () => {
      const inner = Object.freeze({ ...backend.pollingOptions });
      const providerOptions = Object.freeze({ [backend.key]: inner });
      const headers = Object.freeze({ 'X-Trace': 'abc' });
      const { images } = await generate({ providerOptions, headers });
      expect(images).toHaveLength(1);
    });
  });

  describe('the provider', () => {
    test('is found in a registry, with every colon of the model id left alone', async () => {
      const registry = sdk.createProviderRegistry({ grok: provider() });
      expect(registry.imageModel('grok:grok:of:tomorrow@2')).toMatchObject({ modelId: 'grok:of:tomorrow@2' });
      const { images } = await generate({ model: registry.imageModel(`grok:${modelId}`) });
      expect(images).toHaveLength(1);
    });

    test('is not found under another name', () => {
      const registry = sdk.createProviderRegistry({ grok: provider() });
      const error = thrownBy(() => registry.imageModel(`other:${modelId}`));
      expect(error).toSatisfy(sdk.NoSuchProviderError.isInstance);
    });

    test('gives its models to a custom provider, which refuses other names', async () => {
      const custom = sdk.customProvider({ imageModels: { cat: model() } });
      const { images } = await generate({ model: custom.imageModel('cat') });
      expect(images).toHaveLength(1);

      const registry = sdk.createProviderRegistry({ custom });
      const error = thrownBy(() => registry.imageModel('custom:dog'));
      expect(error).toSatisfy(sdk.NoSuchModelError.isInstance);
      expect(error).toMatchObject({ modelType: 'imageModel' });
    });

    test('is the fallback of a custom provider', async () => {
      const custom = sdk.customProvider({ fallbackProvider: provider() });
      const { images } = await generate({ model: custom.imageModel(modelId) });
      expect(images).toHaveLength(1);
    });

    test('has no language models and says so', () => {
      const error = thrownBy(() => provider().languageModel('grok-4'));
      expect(error).toSatisfy(sdk.NoSuchModelError.isInstance);
      expect(error).toMatchObject({
        modelType: 'languageModel',
        message: expect.stringContaining('.image('),
      });
    });
  });

  describe('the key', () => {
    test.each([
      ['missing', undefined],
      ['blank', '  '],
    ])('that is %s is named before any request', async (reason, value) => {
      const { baseURL, fetch } = stage.settings;
      const without = backend.createProvider[version]({ baseURL, ...(fetch && { fetch }) });
      vi.stubEnv(backend.apiKeyVariable, value);
      const error = await rejectionOf(generate({ model: without.image(modelId) }));
      expect(error).toSatisfy(sdk.LoadAPIKeyError.isInstance);
      expect(error).toMatchObject({ message: expect.stringContaining(backend.apiKeyVariable) });
      expect(error).toMatchObject({ message: expect.stringContaining(reason) });
      expect(stage.emulator.requests).toEqual([]);
    });

    test('that is blank in the settings is refused before any request', async () => {
      const error = await rejectionOf(generate({ model: model({ apiKey: ' ' }) }));
      expect(error).toSatisfy(sdk.LoadAPIKeyError.isInstance);
      expect(stage.emulator.requests).toEqual([]);
    });
  });
  if (backend.foreignModelId !== undefined) describeForeign(subject, backend.foreignModelId);
  if (version === 'v4') describeSupport(subject);
  if (sdk.wrapImageModel) describeWrapping(subject, sdk.wrapImageModel);
}

function describeForeign({ sdk, stage, provider }: Subject, modelId: string): void {
  test('the provider refuses the model of another maker, also in a registry', () => {
    const registry = sdk.createProviderRegistry({ grok: provider() });
    const error = thrownBy(() => registry.imageModel(`grok:${modelId}`));
    expect(error).toSatisfy(sdk.NoSuchModelError.isInstance);
    expect(error).toMatchObject({ modelId, modelType: 'imageModel' });
    expect(stage.emulator.requests).toEqual([]);
  });
}

function describeSupport({ backend, model }: Subject): void {
  test('the model object tells truly whether it takes files and masks', () => {
    expect(model()).toMatchObject({
      supportsFileInputs: backend.maxSources > 0,
      supportsMaskInputs: false,
    });
  });
}

function describeWrapping(
  { backend, sdk, version, generate, model }: Subject,
  wrapImageModel: NonNullable<AiSdk['wrapImageModel']>,
): void {
  test('the model object works wrapped in middleware', async () => {
    const specificationVersion = sdk.major === 6 ? 'v3' : 'v4';
    const wrapped = wrapImageModel({ model: model(), middleware: { specificationVersion } });
    const result = await generate({ model: wrapped, n: 2 });
    expect(result.images).toHaveLength(2);
    expect(backend.imageMetadata(result)).toHaveLength(2);
    expect(fieldOf(wrapped, 'supportsFileInputs')).toBe(
      version === 'v4' ? backend.maxSources > 0 : undefined,
    );
  });
}
