import { describe, expect, test } from 'vitest';
import { versions } from '../harness/ai-sdk.ts';
import { rejectionOf, type Subject } from '../harness/subject.ts';

/** Which models `generateImage` takes, and what it does with the others. */
export function describeVersions({ backend, sdk, version, stage, generate, model }: Subject): void {
  describe('specification version', () => {
    test('is accepted and makes a picture over one request', async () => {
      const { image, images } = await generate();
      expect(images).toHaveLength(1);
      expect(image.mimeType ?? image.mediaType).toBe('image/jpeg');
      expect([...image.uint8Array.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      expect(Buffer.from(image.base64, 'base64').equals(image.uint8Array)).toBe(true);
      expect(stage.submitted).toHaveLength(1);
    });

    test('is told in lower case, with the names of provider and model', () => {
      expect(model()).toMatchObject({ specificationVersion: version, modelId: backend.modelId });
      expect(model().provider).toMatch(/^[a-z]+\.image$/);
    });

    const refused = versions.filter(candidate => !sdk.accepts.includes(candidate));
    test.each(refused)('%s of the same backend is refused before any request', async candidate => {
      const other = backend.createProvider[candidate](stage.settings).image(backend.modelId);
      const error = await rejectionOf(generate({ model: other }));
      expect(error).toMatchObject({ name: 'AI_UnsupportedModelVersionError' });
      expect(stage.emulator.requests).toEqual([]);
    });

    test.each([version.toUpperCase(), undefined])('%s is refused before any request', async candidate => {
      const error = await rejectionOf(generate({ model: { ...model(), specificationVersion: candidate } }));
      expect(error).toMatchObject({ name: 'AI_UnsupportedModelVersionError' });
      expect(stage.emulator.requests).toEqual([]);
    });
  });
}
