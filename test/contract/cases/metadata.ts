import { describe, expect, test } from 'vitest';
import type { BackendUnderTest, DirectCall, DirectResult } from '../harness/backend-under-test.ts';
import { fieldOf } from '../harness/field-of.ts';
import { call, type Subject } from '../harness/subject.ts';
import { where } from '../harness/where.ts';

/** What reaches the caller beside the pixels. */
export function describeMetadata(subject: Subject): void {
  const { backend, sdk, stage, generate, model, provider } = subject;
  const { key, costField, revision } = backend;
  const cost = costField === undefined ? {} : { [costField]: backend.pricePerImage };

  describe('metadata', () => {
    test('has the cost, the type and the pixel size of each image', async () => {
      const metadata = backend.imageMetadata(await generate({ n: 3 }));
      expect(metadata).toHaveLength(3);
      for (const entry of metadata) {
        expect(entry).toMatchObject({ mediaType: 'image/jpeg', ...cost });
        expect(entry.width * entry.height).toBeGreaterThan(500_000);
      }
    });

    where(revision, () => {
      test('has the revised prompt of each image', async () => {
        const { providerOptions = {}, isPerImage } = revision ?? {};
        const result = await generate({ n: 3, providerOptions: { [key]: providerOptions } });
        const prompts = backend.imageMetadata(result).map(entry => entry.revisedPrompt ?? '');
        expect(prompts).toHaveLength(3);
        expect(prompts.filter(prompt => prompt.length <= call.prompt.length)).toEqual([]);
        expect(new Set(prompts).size).toBe(isPerImage ? 3 : 1);
      });
    });

    where(costField, () => {
      test('has shares of the cost that add up to the bill', async () => {
        const result = await generate({ n: 3, maxImagesPerCall: 2 });
        const shares = backend.imageMetadata(result).map(entry => Number(fieldOf(entry, costField ?? '')));
        const bills = stage.emulator.ledger.map(entry => entry.cost);
        expect(sum(shares)).toBe(sum(bills));
        expect(sum(bills)).toBe(3 * backend.pricePerImage);
      });
    });

    test('is one plain JSON object an image, in every place it reaches', async () => {
      const result = await generate({ n: 2 });
      const record = fieldOf(result.responses[0]?.providerMetadata, key);
      const images = fieldOf(record, 'images');
      expect(images).toHaveLength(2);
      expect(JSON.parse(JSON.stringify(record))).toStrictEqual(record);
      expect(fieldOf(result.providerMetadata, key, 'images')).toEqual(sdk.major === 4 ? undefined : images);
    });

    test('stands on the response, which every major hands on as the model returned it', async () => {
      const wrapped = model();
      const returned: DirectResult[] = [];
      const result = await generate({
        model: {
          ...wrapped,
          async doGenerate(options: DirectCall) {
            const answer = await wrapped.doGenerate(options);
            returned.push(answer);
            return answer;
          },
        },
      });
      expect(result.responses[0]).toBe(returned[0]?.response);
      expect(fieldOf(result.responses[0]?.providerMetadata, key)).toMatchObject({
        images: [cost],
        requests: [cost],
      });
    });

    test('gives the records of the requests in every major', async () => {
      expect(backend.requestMetadata(await generate({ n: 2 }))).toEqual([
        expect.objectContaining({ requested: 2, delivered: 2 }),
      ]);
    });

    test('keeps the record of the request on the response; elsewhere AI SDK keeps images alone', async () => {
      const result = await generate();
      expect(fieldOf(result.responses[0]?.providerMetadata, key, 'requests')).toHaveLength(1);
      const kept = fieldOf(result.providerMetadata, key);
      expect(kept === undefined ? undefined : Object.keys(Object(kept))).toEqual(
        sdk.major === 4 ? undefined : ['images'],
      );
    });

    test('names the model that served the request', async () => {
      const { modelId, by } = backend.served;
      const result = await generate({ model: provider().image(modelId) });
      expect(result.responses[0]?.modelId).toBe(by);
    });
  });
  describeUsage(subject);
  if (sdk.major === 7) describeCalls(subject);
}

function describeUsage(subject: Subject): void {
  const { backend, sdk, generate } = subject;
  const isReported = sdk.major >= 6;

  describe('usage', () => {
    test('is absent before AI SDK 6, and undefined in each part where nothing is metered', async () => {
      const { usage } = await generate();
      const nothing = { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined };
      expect(usage).toEqual(isReported ? nothing : undefined);
    });
  });
  if (backend.meteredAnswer) describeTokens(subject, backend.meteredAnswer);
}

function describeTokens(
  { sdk, version, stage, generate }: Subject,
  meteredAnswer: NonNullable<BackendUnderTest['meteredAnswer']>,
): void {
  test('usage has the tokens of the answer since V3', async () => {
    stage.script(meteredAnswer.fault);
    const { usage } = await generate();
    const tokens = Object.entries(usage ?? {}).filter(([, count]) => count !== undefined);
    const isReported = sdk.major >= 6 && version !== 'v2';
    expect(Object.fromEntries(tokens)).toEqual(isReported ? meteredAnswer.usage : {});
  });
}

function describeCalls({ backend: { key }, generate }: Subject): void {
  test('metadata stands on the image itself and, with its requests, on the call', async () => {
    const result = await generate({ n: 2 });
    const [response] = result.responses;
    const images = fieldOf(response?.providerMetadata, key, 'images');
    expect(result.images.map(image => fieldOf(image.providerMetadata, key))).toEqual(images);
    expect(result.calls).toMatchObject([{ providerMetadata: response?.providerMetadata, response }]);
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
