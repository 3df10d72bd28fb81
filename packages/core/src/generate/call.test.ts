import { describe, expect, it } from 'vitest';
import type { ImageBackend } from './backend.ts';
import { readCall, type ImageCall, type ImageCallOptions } from './call.ts';
import { call, testBackend } from '../test/backend.ts';
import { errorOf } from '../test/catch.ts';
import { images } from '../test/images.ts';
import { doGenerate } from '../test/model.ts';

const file = { type: 'file' as const, mediaType: 'image/png', data: images.png };

function read(changes: Partial<ImageCallOptions> = {}, backend: Partial<ImageBackend> = {}): ImageCall {
  return readCall(testBackend(backend), { ...call, ...changes });
}

describe('readCall', () => {
  it('passes on what was asked', () => {
    const { signal } = new AbortController();
    const checked = read({
      n: 100,
      aspectRatio: '19.5:9',
      size: '1024x768',
      providerOptions: { test: { a: 1 }, other: { b: 2 } },
      headers: { 'X-Trace': '1' },
      abortSignal: signal,
    });

    expect(checked).toEqual({
      prompt: 'A cat in a tree',
      n: 100,
      aspectRatio: '19.5:9',
      size: '1024x768',
      sources: [],
      mask: undefined,
      options: { a: 1 },
      headers: { 'X-Trace': '1' },
      abortSignal: signal,
      warnings: [],
    });
  });

  it('needs neither provider options nor headers', () => {
    expect(read()).toMatchObject({ options: undefined, headers: {} });
  });

  it('warns that a seed was not sent', () => {
    expect(read({ seed: 0 }).warnings).toEqual([
      { type: 'unsupported', feature: 'seed', details: 'This service has no seed; it was not sent.' },
    ]);
  });

  it('keeps provider options as they were, even frozen ones', () => {
    const frozen = Object.freeze({ test: Object.freeze({ images: Object.freeze(['a']) }) });
    const changed = { test: { images: ['a'] } };
    const { options } = read({ providerOptions: changed });
    changed.test.images.push('b');

    expect(read({ providerOptions: frozen }).options).toEqual({ images: ['a'] });
    expect(options).toEqual({ images: ['a'] });
  });

  it('reads the source images and the mask of a backend that takes them', () => {
    const { sources, mask } = read(
      { files: [file, { type: 'url', url: 'https://example.com/cat.png' }], mask: file },
      { supportsFiles: true, supportsMask: true },
    );

    expect(sources).toEqual([
      { type: 'bytes', mediaType: 'image/png', data: images.png },
      { type: 'url', url: 'https://example.com/cat.png' },
    ]);
    expect(mask).toEqual(sources[0]);
  });

  it('treats an empty list of files as text-to-image', () => {
    expect(read({ files: [] }).sources).toEqual([]);
  });

  it('leaves the judgement of an edit without a text to the backend', () => {
    expect(read({ prompt: undefined, files: [file] }, { supportsFiles: true }).prompt).toBeUndefined();
  });
});

/** What JavaScript callers, and AI SDK 4 and 5 with an object prompt, really pass. */
const badInput: [field: string, given: object, message: string][] = [
  ['n', { n: 0 }, 'Invalid n: got 0. Accepted: a whole number from 1 to 1000. Nothing was sent.'],
  ['n', { n: -1 }, 'got -1'],
  ['n', { n: 2.5 }, 'got 2.5'],
  ['n', { n: '3' }, 'got "3"'],
  ['n', { n: Number.NaN }, 'got NaN'],
  ['n', { n: Number.POSITIVE_INFINITY }, 'got Infinity'],
  ['n', { n: 1001 }, 'got 1001'],
  [
    'aspectRatio',
    { aspectRatio: '16/9' },
    `got "16/9". Accepted: 'width:height' with both above 0, e.g. '16:9'`,
  ],
  ['aspectRatio', { aspectRatio: '0:1' }, 'got "0:1"'],
  ['aspectRatio', { aspectRatio: '1:0' }, 'got "1:0"'],
  ['aspectRatio', { aspectRatio: '-16:9' }, 'got "-16:9"'],
  ['aspectRatio', { aspectRatio: '16:9\n' }, 'got "16:9\\n"'],
  ['aspectRatio', { aspectRatio: 1.5 }, 'got 1.5'],
  ['size', { size: '1024' }, `got "1024". Accepted: 'widthxheight' in pixels`],
  ['size', { size: '0x512' }, 'got "0x512"'],
  ['size', { size: '1000000x512' }, 'got "1000000x512"'],
  ['size', { size: '512.5x512' }, 'got "512.5x512"'],
  ['size', { size: '1024X768' }, 'got "1024X768"'],
  ['prompt', { prompt: '' }, 'got "". Accepted: a text that is not empty'],
  ['prompt', { prompt: ' \n\t' }, 'got " \\n\\t"'],
  ['prompt', { prompt: undefined }, 'got undefined'],
  ['prompt', { prompt: null }, 'got null'],
  ['prompt', { prompt: { text: 'A cat', images: ['x'] } }, 'got an object'],
  [
    'prompt.images',
    { files: [file] },
    'got a list of 1. Accepted: no source images, as test-model makes images from text only',
  ],
];

describe('bad input is refused before anything is sent', () => {
  it.each(badInput)('%s of %j', async (field, given, message) => {
    const backend = testBackend();

    const error = await errorOf(doGenerate(backend, given));

    expect(error).toMatchObject({ name: 'AI_InvalidArgumentError', argument: field });
    expect(error.message).toContain(message);
    expect(backend.requests).toEqual([]);
  });

  it('a mask, because an edit without its mask is a paid mistake', async () => {
    const backend = testBackend({ supportsFiles: true });

    const error = await errorOf(doGenerate(backend, { files: [file], mask: file }));

    expect(error).toMatchObject({ name: 'AI_UnsupportedFunctionalityError', functionality: 'mask' });
    expect(error.message).toBe(
      'Failed to edit with test-model: it takes no mask. Describe the area in the prompt instead. Nothing was sent.',
    );
    expect(backend.requests).toEqual([]);
  });

  it('files, with the name of the service where the backend has one', async () => {
    await expect(doGenerate(testBackend({ service: 'Test Gateway' }), { files: [file] })).rejects.toThrow(
      'Accepted: no source images, as test-model at Test Gateway makes images from text only.',
    );
  });

  it('a source image that is none, by its place', async () => {
    const backend = testBackend({ supportsFiles: true });
    const junk = { ...file, data: new Uint8Array([1, 2, 3]) };

    await expect(doGenerate(backend, { files: [file, junk] })).rejects.toThrow(
      'Invalid prompt.images[1] (files[1]): got 3 bytes of no format that is known here.',
    );
    expect(backend.requests).toEqual([]);
  });

  it('a text that is long is described by its length', async () => {
    await expect(doGenerate(testBackend(), { size: '1'.repeat(61) })).rejects.toThrow(
      'got a text of 61 characters',
    );
  });
});
