import { describe, expect, test } from 'vitest';
import type { ImageCall } from '../harness/ai-sdk.ts';
import { dataUrl, pictures, svg } from '../harness/pictures.ts';
import { directCall, rejectionOf, type Subject } from '../harness/subject.ts';

interface BadInput {
  readonly name: string;
  readonly call: Partial<ImageCall>;
  /** The field that the error names. */
  readonly field: RegExp;
  /** What the error says is accepted. */
  readonly accepted: RegExp;
}

/** What is wrong is named before anything is sent, with what would be right. */
export function describeBadInput(subject: Subject): void {
  const { backend, sdk, stage, generate, model, editOf } = subject;
  const { key, misspeltOption: option } = backend;
  const jpeg = dataUrl('image/jpeg', pictures['image/jpeg']);

  const numbers = [0, -1, 2.5, 1001, Number.NaN, '3', null];
  const inputs: readonly BadInput[] = [
    { name: 'ratio 16/9', call: { aspectRatio: '16/9' }, field: /^aspectRatio$/, accepted: /'16:9'/ },
    { name: 'ratio 0:1', call: { aspectRatio: '0:1' }, field: /^aspectRatio$/, accepted: /above 0/ },
    { name: 'ratio 7:1', call: { aspectRatio: '7:1' }, field: /^aspectRatio$/, accepted: /20:9/ },
    { name: 'size 1024', call: { size: '1024' }, field: /^size$/, accepted: /'1024x768'/ },
    { name: 'size 0x0', call: { size: '0x0' }, field: /^size$/, accepted: /above 0/ },
    { name: 'an empty prompt', call: { prompt: '' }, field: /^prompt$/, accepted: /not empty/ },
    { name: 'a blank prompt', call: { prompt: ' \n' }, field: /^prompt$/, accepted: /not empty/ },
    {
      name: `${backend.maxSources + 1} sources`,
      call: editOf(Array.from({ length: backend.maxSources + 1 }, () => jpeg)),
      field: /^files|images$/,
      accepted: backend.maxSources > 0 ? new RegExp(`at most ${backend.maxSources}`) : /no source images/,
    },
    {
      name: 'an SVG as source',
      call: editOf([dataUrl('image/svg+xml', Buffer.from(svg).toString('base64'))]),
      field: /images(?:\[0\])?$/,
      accepted: /JPEG, PNG or WebP|no source images/,
    },
    {
      name: 'a misspelt option',
      call: { providerOptions: { [key]: { [option.given]: '2k' } } },
      field: new RegExp(`^providerOptions\\.${key}\\.${option.given}$`),
      accepted: new RegExp(`${option.suggested} \\(did you mean that\\?\\)`),
    },
  ];

  describe('bad input', () => {
    test.each([...inputs])('$name is named before any request', async ({ call, field, accepted }) => {
      const error = await rejectionOf(generate(call));
      expect(error).toSatisfy(sdk.InvalidArgumentError.isInstance);
      expect(error).toMatchObject({
        argument: expect.stringMatching(field),
        message: expect.stringMatching(/^Invalid .*Accepted: .*Nothing was sent\.$/s),
      });
      expect(error).toMatchObject({ message: expect.stringMatching(accepted) });
      expect(stage.emulator.requests).toEqual([]);
    });

    test.each(numbers)('n %s is named before any request', async n => {
      const error = await rejectionOf(model().doGenerate({ ...directCall, n }));
      expect(error).toSatisfy(sdk.InvalidArgumentError.isInstance);
      expect(error).toMatchObject({
        argument: 'n',
        message: expect.stringContaining('a whole number from 1 to 1000'),
      });
      expect(stage.emulator.requests).toEqual([]);
    });

    test('a header that HTTP cannot carry is named before any request', async () => {
      const headers = { 'x-title': 'a cat\nin a tree' };
      const error = await rejectionOf(model().doGenerate({ ...directCall, headers }));
      expect(error).toSatisfy(sdk.InvalidArgumentError.isInstance);
      expect(error).toMatchObject({
        argument: expect.stringContaining('x-title'),
        message: expect.stringContaining('without line breaks'),
      });
      expect(stage.emulator.requests).toEqual([]);
    });

    test('n 2.5 is named through AI SDK, which hands it on', async () => {
      const error = await rejectionOf(generate({ n: 2.5 }));
      expect(error).toSatisfy(sdk.InvalidArgumentError.isInstance);
      expect(error).toMatchObject({ argument: 'n', message: expect.stringContaining('2.5') });
      expect(stage.emulator.requests).toEqual([]);
    });

    test("n '3' is made a number by AI SDK", async () => {
      const { images } = await generate({ n: '3' });
      expect(images).toHaveLength(3);
    });

    test.each([0, -1, Number.NaN])('n %s ends in AI SDK, without a call of the model', async n => {
      const error = await rejectionOf(generate({ n }));
      expect(error).toSatisfy(sdk.NoImageGeneratedError.isInstance);
      expect(stage.emulator.requests).toEqual([]);
    });
  });
}
