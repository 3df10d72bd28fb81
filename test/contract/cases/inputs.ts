import { describe, expect, test } from 'vitest';
import { fieldOf } from '../harness/field-of.ts';
import { pictures, dataUrl } from '../harness/pictures.ts';
import { call, directCall, rejectionOf, type Subject } from '../harness/subject.ts';
import { where } from '../harness/where.ts';

const jpeg = dataUrl('image/jpeg', pictures['image/jpeg']);

/** Source images, masks and the forms of a prompt. */
export function describeInputs(subject: Subject): void {
  const { backend, sdk, version, stage, generate, model, editOf } = subject;
  const sourcesSent = () => stage.submitted.flatMap(body => backend.sourcesSent(body));

  where(backend.maxSources > 0, () => {
    describe('source images', () => {
      test('make the call an edit', async () => {
        const { images } = await generate(editOf([jpeg]));
        expect(images).toHaveLength(1);
        expect(sourcesSent()).toEqual([jpeg]);
        expect(stage.emulator.ledger).toMatchObject([{ operation: 'edit' }]);
      });

      test('may be several, in their order', async () => {
        const png = dataUrl('image/png', pictures['image/png']);
        await generate(editOf([png, jpeg]));
        expect(sourcesSent()).toEqual([png, jpeg]);
      });

      test('may be addresses, which the service fetches', async () => {
        const [first] = backend.imageMetadata(await generate());
        const address = first?.url ?? '';
        await generate(editOf([address]));
        expect(sourcesSent()).toEqual([address]);
      });

      test('may be base64 without a prefix', async () => {
        await generate(editOf([pictures['image/webp']]));
        expect(sourcesSent()).toEqual([dataUrl('image/webp', pictures['image/webp'])]);
      });

      test('are sent as what their bytes are, whatever was declared', async () => {
        await generate(editOf([dataUrl('image/png', pictures['image/jpeg'])]));
        expect(sourcesSent()).toEqual([jpeg]);
      });
    });
  });

  where(backend.maxSources > 0, () => {
    describe('files beside the sources in the options', () => {
      test(`of ${version} come first`, async () => {
        const data = new Uint8Array(Buffer.from(pictures['image/png'], 'base64'));
        await model().doGenerate({
          ...directCall,
          files: [{ type: 'file', mediaType: 'image/png', data }],
          providerOptions: { [backend.key]: { images: [jpeg] } },
        });
        expect(sourcesSent()).toEqual([dataUrl('image/png', pictures['image/png']), jpeg]);
      });
    });
  });
  if (sdk.hasFiles) describeObjectPrompt(subject);
  else describeTextPrompt(subject);
}

/** AI SDK 4 and 5 hand on whatever they were given. */
function describeTextPrompt({ sdk, stage, generate }: Subject): void {
  describe('a prompt', () => {
    test.each([
      ['an object', { text: call.prompt, images: [jpeg] }],
      ['nothing', undefined],
    ])('that is %s is refused before any request', async (_name, prompt) => {
      const error = await rejectionOf(generate({ prompt }));
      expect(error).toSatisfy(sdk.InvalidArgumentError.isInstance);
      expect(error).toMatchObject({ argument: 'prompt', message: expect.stringContaining('images option') });
      expect(stage.emulator.requests).toEqual([]);
    });
  });
}

/** AI SDK 6 and 7 take text, images and mask in one object, also for models of V2. */
function describeObjectPrompt({ backend, sdk, stage, generate }: Subject): void {
  describe('a prompt', () => {
    test('with an empty list of images is text-to-image', async () => {
      await generate({ prompt: { text: call.prompt, images: [] } });
      expect(stage.emulator.ledger).toMatchObject([{ operation: 'generate' }]);
    });

    test('without a text is an edit where the service has them, else refused by name', async () => {
      const outcome = await generate({ prompt: { images: [jpeg] } }).catch((error: unknown) => error);
      const isRefused = sdk.InvalidArgumentError.isInstance(outcome);
      expect(isRefused).toBe(!backend.editsWithoutPrompt);
      const named = backend.maxSources > 0 ? 'prompt' : 'prompt.images';
      expect(fieldOf(outcome, 'argument')).toBe(isRefused ? named : undefined);
      expect(stage.submitted).toHaveLength(isRefused ? 0 : 1);
    });

    test('with a mask is refused before any request, never sent without it', async () => {
      const error = await rejectionOf(
        generate({ prompt: { text: call.prompt, images: [jpeg], mask: jpeg } }),
      );
      expect(error).toSatisfy(sdk.UnsupportedFunctionalityError.isInstance);
      expect(error).toMatchObject({ functionality: 'mask' });
      expect(stage.emulator.requests).toEqual([]);
    });
  });
}
