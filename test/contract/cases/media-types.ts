import { ImageDownloadError } from '@grok-image/core';
import { describe, expect, test } from 'vitest';
import { rejectionOf, type Subject } from '../harness/subject.ts';

/** Bytes that are no picture never pass as one. */
export function describeMediaTypes({ backend, stage, generate }: Subject): void {
  describe('downloaded bytes', () => {
    test.each(['mp4', 'svg', 'html', 'empty'] as const)(
      'that are %s are refused, with the addresses and the cost',
      async malform => {
        stage.script({ malform, on: 'content', times: Infinity });
        const error = await stage.inVirtualTime(() => rejectionOf(generate()));
        expect(error).toSatisfy(ImageDownloadError.isInstance);
        expect(error).toMatchObject({
          urls: [expect.stringMatching(/^http/)],
          cost: backend.errorCost(backend.pricePerImage),
        });
        expect(stage.submitted).toHaveLength(1);
      },
    );

    test('that are no picture cost only that image when others came', async () => {
      let spoiled: string | undefined;
      stage.script({
        answer: { status: 200, body: '\u0000\u0000\u0000\u0018ftypmp42' },
        on: 'content',
        times: Infinity,
        match: ({ path }) => (spoiled ??= path) === path,
      });
      const result = await stage.inVirtualTime(() => generate({ n: 3 }));
      expect(result.images).toHaveLength(2);
      expect(backend.imageMetadata(result)).toHaveLength(2);
      expect(result.warnings).toEqual([{ type: 'other', message: expect.stringContaining('http') }]);
      expect(stage.submitted).toHaveLength(1);
    });
  });

  test('an answer with hostile keys is read without harm', async () => {
    stage.script({ malform: 'polluted', on: 'submit' });
    const { images } = await generate();
    expect(images).toHaveLength(1);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
}
