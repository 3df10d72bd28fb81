import { describe, expect, test } from 'vitest';
import type { DirectCall, DirectResult } from '../harness/backend-under-test.ts';
import { fieldOf } from '../harness/field-of.ts';
import { call, type Subject } from '../harness/subject.ts';

/** What reaches the caller beside the pixels. */
export function describeMetadata(subject: Subject): void {
  const { backend, sdk, stage, generate, model } = subject;
  const { key, costField } = backend;

  describe('metadata', () => {
    test('has the revised prompt, the cost, the type and the pixel size of each image', async () => {
      const result = await generate({ n: 3 });
      const metadata = backend.imageMetadata(result);
      expect(metadata).toHaveLength(3);
      for (const entry of metadata) {
        expect(entry).toMatchObject({ mediaType: 'image/jpeg', [costField]: backend.pricePerImage });
        expect(entry.revisedPrompt).toMatch(new RegExp(`^${call.prompt}, .`));
        expect(entry.width * entry.height).toBeGreaterThan(500_000);
      }
      expect(new Set(metadata.map(entry => entry.revisedPrompt)).size).toBe(3);
    });

    test('has shares of the cost that add up to the bill', async () => {
      const result = await generate({ n: 3, maxImagesPerCall: 2 });
      const shares = backend.imageMetadata(result).map(entry => Number(Reflect.get(entry, costField)));
      const bills = stage.emulator.ledger.map(entry => entry.cost);
      expect(sum(shares)).toBe(sum(bills));
      expect(sum(bills)).toBe(3 * backend.pricePerImage);
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
        images: [{ [costField]: backend.pricePerImage }],
        requests: [{ [costField]: backend.pricePerImage }],
      });
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
      const result = await generate();
      expect(result.responses[0]?.modelId).toBe(stage.emulator.ledger[0]?.model);
    });
  });
  describeUsage(subject);
  if (sdk.major === 7) describeCalls(subject);
}

function describeUsage({ backend, sdk, version, stage, generate }: Subject): void {
  const isReported = sdk.major >= 6;
  const { meteredAnswer } = backend;

  describe('usage', () => {
    test('is absent before AI SDK 6, and undefined in each part where nothing is metered', async () => {
      const { usage } = await generate();
      const nothing = { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined };
      expect(usage).toEqual(isReported ? nothing : undefined);
    });

    test('has the tokens of the answer since V3', async () => {
      stage.script(meteredAnswer.fault);
      const { usage } = await generate();
      const tokens = Object.entries(usage ?? {}).filter(([, count]) => count !== undefined);
      expect(Object.fromEntries(tokens)).toEqual(isReported && version !== 'v2' ? meteredAnswer.usage : {});
    });
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
