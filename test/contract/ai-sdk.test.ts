import { APICallError } from '@ai-sdk/provider';
import { describe, expect, test, vi } from 'vitest';
import { aiSdks, type AiSdk } from './harness/ai-sdk.ts';
import { fieldOf } from './harness/field-of.ts';
import { stubModel } from './harness/stub.ts';
import { call, rejectionOf, thrownBy } from './harness/subject.ts';
import { inVirtualTime } from './harness/virtual-time.ts';

/** What each AI SDK does with models that are not ours: why ours are as they are. */
describe.each([...aiSdks])('AI SDK $major with a stub', sdk => {
  const version = sdk.accepts.at(-1) ?? 'v1';
  const generate = (model: object, n = 1) => sdk.generateImage({ model, ...call, n });
  const isOld = sdk.major === 4;

  test.each([Number.POSITIVE_INFINITY, Number.NaN, -1])(
    'makes no call at all when maxImagesPerCall is %s',
    async maxImagesPerCall => {
      const { model, calls } = stubModel(version, {}, { maxImagesPerCall });
      const error = await rejectionOf(generate(model));
      expect(error).toSatisfy(sdk.NoImageGeneratedError.isInstance);
      expect(calls).toEqual([]);
    },
  );

  test('breaks when maxImagesPerCall is 0', async () => {
    const { model, calls } = stubModel(version, {}, { maxImagesPerCall: 0 });
    expect(await rejectionOf(generate(model))).toBeInstanceOf(RangeError);
    expect(calls).toEqual([]);
  });

  test('asks a function for maxImagesPerCall, except AI SDK 4, which then makes no call', async () => {
    const { model, calls } = stubModel(version, {}, { maxImagesPerCall: () => 2 });
    const outcome = await generate(model, 3).catch((error: unknown) => error);
    expect(sdk.NoImageGeneratedError.isInstance(outcome)).toBe(isOld);
    expect(calls.map(options => fieldOf(options, 'n'))).toEqual(isOld ? [] : [2, 1]);
  });

  test('fails on metadata without a list of images, except AI SDK 4, which reads none', async () => {
    const { model } = stubModel(version, { providerMetadata: { stub: { costUsd: 1 } } });
    const outcome = await generate(model).catch((error: unknown) => error);
    expect(outcome instanceof TypeError).toBe(!isOld);
  });

  test('keeps any entry of metadata, but gives an image in AI SDK 7 none that is no JSON', async () => {
    const images = [{ costUsd: 1 }, { costUsd: 1n }, null];
    const { model } = stubModel(version, {
      images: images.map(() => new Uint8Array([0xff, 0xd8, 0xff])),
      providerMetadata: { stub: { images } },
    });
    const result = await generate(model, 3);
    expect(fieldOf(result.providerMetadata, 'stub', 'images')).toEqual(isOld ? undefined : images);
    const ofImages = result.images.map(image => fieldOf(image.providerMetadata, 'stub'));
    const isSeven = sdk.major === 7;
    expect(ofImages).toEqual([isSeven ? { costUsd: 1 } : undefined, undefined, undefined]);
  });

  test('drops what stands beside the images in metadata, except on the calls of AI SDK 7', async () => {
    const { model } = stubModel(version, { providerMetadata: { stub: { images: [{}], cost: 1 } } });
    const result = await generate(model);
    expect(fieldOf(result.providerMetadata, 'stub', 'cost')).toBeUndefined();
    const ofCall = fieldOf(result.calls?.[0], 'providerMetadata', 'stub', 'cost');
    expect(ofCall).toBe(sdk.major === 7 ? 1 : undefined);
  });

  test('tolerates a metadata key named __proto__', async () => {
    const providerMetadata: object = JSON.parse('{"__proto__":{"images":[{"polluted":true}]}}');
    const { model } = stubModel(version, { providerMetadata });
    expect((await generate(model)).images).toHaveLength(1);
    expect(Reflect.get({}, 'images')).toBeUndefined();
  });

  test('pays three times for an empty answer, except AI SDK 4', async () => {
    const { model, calls } = stubModel(version, { images: [] });
    const error = await inVirtualTime(isIdle, () => rejectionOf(generate(model)));
    expect(error).toSatisfy(sdk.NoImageGeneratedError.isInstance);
    expect(calls).toHaveLength(isOld ? 1 : 3);
  });

  test.each([
    { status: 409, isRetryable: undefined, attempts: 3 },
    { status: 409, isRetryable: false, attempts: 1 },
    { status: 501, isRetryable: undefined, attempts: 3 },
    { status: 501, isRetryable: false, attempts: 1 },
    { status: 400, isRetryable: true, attempts: 3 },
  ])(
    'makes $attempts attempts for status $status with isRetryable $isRetryable',
    async ({ status, isRetryable, attempts }) => {
      const { model, calls } = stubModel(version, () => {
        throw toError(status, isRetryable);
      });
      await inVirtualTime(isIdle, () => rejectionOf(generate(model)));
      expect(calls).toHaveLength(attempts);
    },
  );

  test.each(['data:image/png;base64,iVBORw0KGgo=', 'https://images.example/cat.png'])(
    'cannot take %s for an image: AI SDK 4 fails when it is read, the others at once',
    async text => {
      const { model } = stubModel(version, { images: [text] });
      const outcome = await generate(model).catch((error: unknown) => error);
      expect(outcome instanceof DOMException).toBe(!isOld);
      const error = isOld ? thrownBy(() => fieldOf(outcome, 'image', 'uint8Array')) : outcome;
      expect(error).toMatchObject({ name: 'InvalidCharacterError' });
    },
  );

  test.each([
    ['MP4', '\u0000\u0000\u0000\u0018ftypmp42'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ])('labels %s as PNG, so the core has to look', async (_name, text) => {
    const { model } = stubModel(version, { images: [new TextEncoder().encode(text)] });
    const { image } = await generate(model);
    expect(image.mimeType ?? image.mediaType).toBe('image/png');
  });

  describe.each(sdk.accepts.map(accepted => ({ accepted })))('as $accepted', ({ accepted }) => {
    test('reads private fields only where it puts no proxy around the model', async () => {
      vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
      const outcome = await generate(new PrivateModel(accepted)).catch((error: unknown) => error);
      expect(outcome instanceof TypeError).toBe(isProxied(sdk, accepted));
    });
  });
});

function isIdle(): boolean {
  return false;
}

function isProxied({ major }: AiSdk, version: string): boolean {
  return (major === 6 && version === 'v2') || (major === 7 && version !== 'v4');
}

function toError(statusCode: number, isRetryable: boolean | undefined): APICallError {
  return new APICallError({
    message: `Status ${statusCode}`,
    url: 'https://api.example',
    requestBodyValues: {},
    statusCode,
    ...(isRetryable !== undefined && { isRetryable }),
  });
}

class PrivateModel {
  readonly #image = new Uint8Array([0xff, 0xd8, 0xff]);
  readonly specificationVersion: string;
  readonly provider = 'stub.image';
  readonly modelId = 'stub';
  readonly maxImagesPerCall = 1;

  constructor(specificationVersion: string) {
    this.specificationVersion = specificationVersion;
  }

  async doGenerate(): Promise<object> {
    const response = { timestamp: new Date(0), modelId: 'stub', headers: undefined };
    return { images: [this.#image], warnings: [], response };
  }
}
