import { InvalidArgumentError, UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { engineNames } from '../image/engine-models.ts';
import { createCivitai } from '../index.ts';
import { call } from '../test/call.ts';
import { pixel } from '../../test/variant-call.ts';

const bytes = Buffer.from(pixel.replace(/^.*,/, ''), 'base64');
const file = { type: 'file' as const, mediaType: 'image/png', data: new Uint8Array(bytes) };
const done = { id: 'w1', status: 'succeeded', steps: [] };

/** Calls a model; gives what was submitted, and all that was said of it. */
async function send(modelId: string, asked: object, options: object = {}) {
  const inputs: Record<string, unknown>[] = [];
  const fetch = async (_: unknown, { body }: RequestInit = {}): Promise<Response> => {
    if (body === undefined) return Response.json(done);
    const { steps } = JSON.parse(String(body));
    for (const { input } of steps) inputs.push({ ...input, imageMetadata: undefined });
    return Response.json({ id: 'w1', status: 'processing' });
  };
  const model = createCivitai({ apiKey: 'key', fetch }).image(modelId);
  const providerOptions = { civitai: JSON.parse(JSON.stringify(options)) };
  const said = await model.start({ ...call, ...asked, providerOptions }).then(
    ({ warnings }) => JSON.stringify(warnings),
    (error: unknown) => {
      if (InvalidArgumentError.isInstance(error)) return error.message;
      if (UnsupportedFunctionalityError.isInstance(error)) return error.message;
      throw error;
    },
  );
  return { inputs, said };
}

const { ids, ecosystems } = engineNames();
const checkpoints = ecosystems.map(name => `urn:air:${name}:checkpoint:civitai:101055@128078`);

/** What a call asks beside its prompt, what it asks besides, and the words by which it is told where it cannot be had. */
const askedAlone: [name: string, asked: object, besides: object, words: RegExp][] = [
  ['seed', { seed: 7 }, {}, /seed/],
  ['size', { size: '1344x768' }, {}, /size/],
  ['aspectRatio', { aspectRatio: '3:2' }, {}, /aspectRatio/],
  ['auto with a size', { aspectRatio: 'auto' }, { size: '1024x1024' }, /auto|chooses the shape/],
  ['files', { files: [file, file] }, {}, /files|images|cannot do without/],
  ['mask', { mask: file }, { files: [file] }, /mask/],
  ['n', { n: 15 }, {}, /\bn\b/],
];

/** Images that all steps together are to make. */
function imagesOf(inputs: readonly Record<string, unknown>[]): number {
  return inputs.reduce((sum, { quantity, numImages }) => sum + Number(quantity ?? numImages ?? 1), 0);
}

describe.each([...ids, ...checkpoints])('%s', modelId => {
  it.each(askedAlone)('sends %s, or says what becomes of it', async (name, asked, besides, words) => {
    const isEdit = (await send(modelId, {})).inputs.length === 0;
    const base = { ...(isEdit && { files: [file] }), ...besides };
    const plain = await send(modelId, base);
    const { inputs, said } = await send(modelId, { ...base, ...asked });
    const isSent =
      name === 'n' ? imagesOf(inputs) === 15 : JSON.stringify(inputs) !== JSON.stringify(plain.inputs);
    const isTold = words.test(said);
    expect(plain.inputs.length > 0 || name === 'mask' || name === 'auto with a size').toBe(true);
    expect((inputs.length > 0 && isSent) || isTold ? '' : said).toBe('');
  });
});

it('takes one mask only', async () => {
  const { inputs, said } = await send('gpt-image-2', { files: [file], mask: file }, { mask: pixel });
  expect(inputs).toEqual([]);
  expect(said).toContain('Invalid providerOptions.civitai.mask: got a second mask.');
});
