import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGrok as createGrokForAiSdk4 } from '../v1.ts';
import { call, errorOf, model, withOptions } from '../test/call.ts';
import { base64, png } from '../test/server.ts';

const dataUrl = `data:image/png;base64,${base64}`;
const bytes = { type: 'file' as const, mediaType: 'image/png', data: png };

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

/** An image on the emulator's own host, so that it can fetch it. */
async function hostedImage(): Promise<string> {
  const { providerMetadata } = await model(emulator.xai).doGenerate(call);
  return String(providerMetadata['xai']?.images[0]?.['url']);
}

/** An image in the emulator's Files API. */
async function storedImage(): Promise<string> {
  const stored = withOptions({ storage: { filename: 'cat.jpg' } });
  const { providerMetadata } = await model(emulator.xai).doGenerate(stored);
  return String(providerMetadata['xai']?.images[0]?.['fileId']);
}

async function edit(changes: Partial<typeof call>): Promise<{ path: string; body: unknown }> {
  const result = await model(emulator.xai).doGenerate({ ...call, prompt: 'Make it night', ...changes });
  expect(result.images).toHaveLength(1);
  const { path = '', body } = emulator.requests.filter(({ role }) => role === 'submit').at(-1) ?? {};
  return { path, body };
}

describe('a source image', () => {
  test.each([
    ['bytes', bytes, dataUrl],
    ['base64', { ...bytes, data: base64 }, dataUrl],
    ['a data URL', { ...bytes, data: dataUrl }, dataUrl],
    ['bytes of another type than declared', { ...bytes, mediaType: 'image/jpeg' }, dataUrl],
    ['a data URL as URL', { type: 'url' as const, url: dataUrl }, dataUrl],
  ])('can be %s', async (_kind, file, url) => {
    expect(await edit({ files: [file] })).toEqual({
      path: '/v1/images/edits',
      body: {
        model: 'grok-imagine-image',
        prompt: 'Make it night',
        n: 1,
        image: { url },
        response_format: 'url',
      },
    });
  });

  test('can be a URL, which is passed on', async () => {
    const url = await hostedImage();
    expect(await edit({ files: [{ type: 'url', url }] })).toMatchObject({ body: { image: { url } } });
  });

  test.each([
    ['bytes', png],
    ['base64', base64],
    ['a data URL', dataUrl],
  ])('can be %s in the options', async (_kind, image) => {
    expect(await edit({ providerOptions: { xai: { images: [image] } } })).toMatchObject({
      path: '/v1/images/edits',
      body: { image: { url: dataUrl } },
    });
  });

  test('can be a stored file, named by its id', async () => {
    const fileId = await storedImage();
    const { body } = await edit({ providerOptions: { xai: { fileIds: [fileId] } } });
    expect(body).toMatchObject({ image: { file_id: fileId } });
    expect(JSON.stringify(body).length).toBeLessThan(2048);
  });
});

test('sources go in the order files, images, fileIds', async () => {
  const [hosted, fileId] = [await hostedImage(), await storedImage()];
  const { body } = await edit({
    files: [bytes, { type: 'url', url: hosted }],
    providerOptions: { xai: { images: [hosted, dataUrl], fileIds: [fileId] } },
  });
  expect(body).toMatchObject({
    images: [{ url: dataUrl }, { url: hosted }, { url: hosted }, { url: dataUrl }, { file_id: fileId }],
  });
});

test('an edit works in AI SDK 4, which has no files, through the options', async () => {
  const { images, response } = await createGrokForAiSdk4(emulator.xai)
    .image('grok-imagine-image-2.0')
    .doGenerate(withOptions({ images: [dataUrl, base64] }, { n: 2, aspectRatio: '1:1' }));
  expect(images).toHaveLength(2);
  expect(response.providerMetadata['xai']?.images).toMatchObject([
    { width: 1024, height: 1024, costUsd: 0.07 },
    { width: 1024, height: 1024, costUsd: 0.07 },
  ]);
});

const six = Array.from({ length: 6 }, () => dataUrl);
const refused: [name: string, changes: Partial<typeof call>, message: string][] = [
  [
    'six files',
    { files: six.map(url => ({ type: 'url', url })) },
    'Invalid prompt.images (files): got 6 source images.',
  ],
  [
    'six in the options',
    { providerOptions: { xai: { images: six } } },
    'Invalid providerOptions.xai.images: got 6 source images.',
  ],
  [
    'six in all',
    {
      files: [bytes, bytes],
      providerOptions: { xai: { images: [dataUrl, dataUrl], fileIds: ['file_1', 'file_2'] } },
    },
    'Invalid providerOptions.xai.fileIds: got 6 source images. Accepted: at most 5 source images. Nothing was sent.',
  ],
  [
    'an SVG',
    { files: [{ ...bytes, data: new TextEncoder().encode('<svg/>') }] },
    'Invalid prompt.images[0] (files[0]): got an SVG of 6 bytes.',
  ],
  [
    'an SVG in the options',
    { providerOptions: { xai: { images: [dataUrl, 'data:image/svg+xml;base64,PHN2Zy8+'] } } },
    'Invalid providerOptions.xai.images[1]: got an SVG of 6 bytes.',
  ],
  [
    'a path',
    { providerOptions: { xai: { images: ['./cat.png'] } } },
    'Invalid providerOptions.xai.images[0]: got "./cat.png", a path.',
  ],
  ['a mask', { files: [bytes], mask: bytes }, 'Failed to edit with grok-imagine-image: it takes no mask.'],
  ['no prompt', { files: [bytes], prompt: undefined }, 'Invalid prompt: got undefined.'],
];

test.each(refused)('%s is refused before anything is sent', async (_name, changes, message) => {
  const error = await errorOf(model(emulator.xai).doGenerate({ ...call, ...changes }));
  expect(error.message).toContain(message);
  expect(error.message).toContain('Nothing was sent.');
  expect(emulator.requests).toEqual([]);
});

test('an error keeps no source image', async () => {
  const error = await errorOf(
    model(emulator.xai).doGenerate(withOptions({ images: [dataUrl, dataUrl] }, { prompt: 'A cat #refuse' })),
  );
  expect(error).toMatchObject({
    requestBodyValues: {
      prompt: 'A cat #refuse',
      images: [{ url: expect.stringMatching(/^data:image\/png;base64, \d+ characters$/) }, {}],
    },
  });
  expect(JSON.stringify(error)).not.toContain(base64);
});
