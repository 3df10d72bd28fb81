import { describe, expect, test } from 'vitest';
import type { ImageResult } from '../harness/ai-sdk.ts';
import { directCall, type Subject } from '../harness/subject.ts';

/** How many images become how many requests. */
export function describeSplitting(subject: Subject): void {
  const { backend, sdk, stage, generate, model } = subject;
  const asked = () => stage.submitted.map(body => backend.imagesAsked(body));

  describe('the number of images', () => {
    test.each([...backend.splits])(
      '$n is requests for $requests, in one call of the model',
      async ({ n, requests }) => {
        stage.skipPainting();
        const result = await generate({ n });
        expect(asked().toSorted((one, other) => other - one)).toEqual(requests);
        expect(result.images).toHaveLength(n);
        expect(result.responses).toHaveLength(1);
        expect(backend.imageMetadata(result)).toHaveLength(n);
        const { ledger } = stage.emulator;
        expect(ledger.map(entry => entry.images).toSorted((one, other) => other - one)).toEqual(requests);
        expect(ledger.reduce((sum, entry) => sum + entry.cost, 0)).toBe(n * backend.pricePerImage);
      },
    );

    test('is advertised as a finite whole number, which every major understands', () => {
      const { maxImagesPerCall } = model();
      expect(Number.isSafeInteger(maxImagesPerCall)).toBe(true);
      expect(maxImagesPerCall).toBeGreaterThanOrEqual(25);
    });

    test('follows the maxImagesPerCall of the caller, which AI SDK 4 does not know', async () => {
      const result = await generate({ n: 5, maxImagesPerCall: 3 });
      expect(asked().toSorted((one, other) => other - one)).toEqual(sdk.major === 4 ? [5] : [3, 2]);
      expect(result.images).toHaveLength(5);
    });

    test.each([
      ['AI SDK', { n: 4, maxImagesPerCall: 2 }],
      ['the core', { n: 11 }],
    ])('keeps the metadata in the order of the images when %s splits', async (_name, changes) => {
      const result = await generate(changes);
      expect(await mismatches(result)).toEqual([]);
    });

    test('is one request without AI SDK, too', async () => {
      const { images } = await model().doGenerate({ ...directCall, n: 2 });
      expect(images).toHaveLength(2);
      expect(asked()).toEqual([2]);
    });
  });

  /** Indexes of the images whose metadata is about another image. */
  async function mismatches(result: ImageResult): Promise<number[]> {
    const metadata = backend.imageMetadata(result);
    expect(metadata).toHaveLength(result.images.length);
    const isSame = await Promise.all(
      result.images.map(async ({ uint8Array }, index) => {
        const response = await fetch(metadata[index]?.url ?? '');
        return Buffer.from(await response.arrayBuffer()).equals(uint8Array);
      }),
    );
    return isSame.flatMap((same, index) => (same ? [] : [index]));
  }
}
