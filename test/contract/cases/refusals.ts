import { ContentModerationError } from '@grok-image/core';
import { describe, expect, test } from 'vitest';
import { fieldOf } from '../harness/field-of.ts';
import { rejectionOf, type Subject } from '../harness/subject.ts';

/** Answers without an image, or without some of them: paid once, told once. */
export function describeRefusals({ backend, sdk, stage, generate }: Subject): void {
  const { key } = backend;

  describe('a refusal by the content policy', () => {
    test.each([...backend.refusals])(
      'as $name is one error with its cost, after one request',
      async ({ fault, isBilled, providerOptions = {} }) => {
        const price = 2 * backend.pricePerImage;
        stage.script(fault);
        const error = await rejectionOf(generate({ n: 2, providerOptions: { [key]: providerOptions } }));
        expect(error).toSatisfy(ContentModerationError.isInstance);
        expect(error).toSatisfy(sdk.APICallError.isInstance);
        expect(error).toMatchObject({
          name: 'ContentModerationError',
          isRetryable: false,
          modelId: backend.modelId,
          [backend.idField]: expect.stringMatching(/./),
          cost: isBilled ? backend.errorCost(price) : undefined,
        });
        expect(stage.submitted).toHaveLength(1);
        expect(stage.emulator.ledger.map(entry => entry.cost)).toEqual([isBilled ? price : 0]);
      },
    );

    test('of one image of four leaves three images, one warning and one bill', async () => {
      stage.script(backend.refuseOne.fault);
      const result = await generate({ n: 4 });
      expect(result.images).toHaveLength(3);
      expect(result.warnings).toEqual([
        { type: 'other', message: expect.stringMatching(backend.refuseOne.warning) },
      ]);
      expect(stage.submitted).toHaveLength(1);
      expect(stage.emulator.ledger).toMatchObject([
        { images: 4, delivered: 3, cost: 4 * backend.pricePerImage },
      ]);
      const { costField } = backend;
      const shares = backend.imageMetadata(result).map(entry => Number(fieldOf(entry, costField ?? '')));
      expect(shares.reduce((total, share) => total + share, 0)).toEqual(
        costField === undefined ? Number.NaN : 4 * backend.pricePerImage,
      );
    });
  });

  test('an empty answer is one request, not three', async () => {
    stage.script({ ...backend.emptyAnswer, times: 3 });
    await expect(generate()).rejects.toThrow(Error);
    expect(stage.submitted).toHaveLength(1);
    expect(stage.emulator.ledger).toHaveLength(1);
  });
}
