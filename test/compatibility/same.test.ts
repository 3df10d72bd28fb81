import { NoSuchModelError } from '@ai-sdk/provider';
import { createXai as createTheirs, VERSION as THEIR_VERSION, xai as theirs } from '@ai-sdk/xai';
import type * as Theirs from '@ai-sdk/xai';
import { createXai as createOurs, VERSION, xai as ours } from '@grok-image/xai';
import type * as Ours from '@grok-image/xai';
import { createXai as v1, xai as xai1 } from '@grok-image/xai/v1';
import { createXai as v2, xai as xai2 } from '@grok-image/xai/v2';
import { createXai as v3, xai as xai3 } from '@grok-image/xai/v3';
import { createHash } from 'node:crypto';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { run, type Call } from './program.ts';

const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAATSURBVAiZYzxjbPyfAQqYGJAAADOBAjVnF5BbAAAAAElFTkSuQmCC',
    'base64',
  ),
);
const dataUrl = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
const text = 'Make it night';
const version2 = 'grok-imagine-image-2.0';

const calls: [name: string, call: Call][] = [
  ['a text', {}],
  ['several images', { n: 3 }],
  ['an aspect ratio', { aspectRatio: '16:9' }],
  ['aspect_ratio', { providerOptions: { xai: { aspect_ratio: '3:4' } } }],
  ['aspect_ratio auto', { providerOptions: { xai: { aspect_ratio: 'auto' } } }],
  ['a resolution', { providerOptions: { xai: { resolution: '2k' } } }],
  ['a low quality', { model: version2, providerOptions: { xai: { quality: 'low' } } }],
  ['a medium quality', { model: version2, providerOptions: { xai: { quality: 'medium' } } }],
  ['a user', { providerOptions: { xai: { user: 'u-1' } } }],
  ['options of another provider', { providerOptions: { openai: { style: 'vivid' } } }],
  ['an edit of bytes', { prompt: { text, images: [png] } }],
  ['an edit of base64', { prompt: { text, images: [Buffer.from(png).toString('base64')] } }],
  ['an edit of a data URL', { prompt: { text, images: [dataUrl] } }],
  ['an edit of two images', { prompt: { text, images: [png, dataUrl] }, aspectRatio: '1:1' }],
  ['an empty list of images', { prompt: { text, images: [] } }],
  ['headers', { headers: { 'X-Trace': 'abc' } }],
  ['a seed', { seed: 7 }],
  ['maxImagesPerCall', { n: 4, maxImagesPerCall: 2 }],
];

function toHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The two fields in which bodies differ: ours asks for addresses, and leaves out a type that xAI does not describe. */
function comparable(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) =>
      key === 'response_format' || (key === 'type' && value === 'image_url') ? undefined : value,
    ),
  );
}

describe('one program', () => {
  test.each(calls)('with %s does the same after changing its import', async (_name, call) => {
    const [before, after] = [await run('@ai-sdk/xai', call), await run('@grok-image/xai', call)];
    expect(before.error).toBeUndefined();
    expect(after.error).toBeUndefined();
    expect(after.sent.map(comparable)).toEqual(before.sent.map(comparable));
    expect(after.billed).toEqual(before.billed);
    expect(after.images.map(toHash)).toEqual(before.images.map(toHash));
    expect(after.mediaTypes).toEqual(before.mediaTypes);
    expect(after.warnings).toEqual(before.warnings);
    expect(after.revisedPrompts).toEqual(before.revisedPrompts);
    expect(after.modelId).toBe(before.modelId);
    for (const name of ['authorization', 'content-type', 'x-team', 'x-trace']) {
      expect(after.headers.map(headers => headers[name])).toEqual(
        before.headers.map(headers => headers[name]),
      );
    }
  });

  test('with an edit of an address does the same after changing its import', async () => {
    const url = 'http://images.invalid/cat.png';
    const call: Call = { prompt: { text, images: [url] }, maxRetries: 0 };
    const [before, after] = [await run('@ai-sdk/xai', call), await run('@grok-image/xai', call)];
    expect(after.sent.map(comparable)).toEqual(before.sent.map(comparable));
    expect(after.sent).toMatchObject([{ image: { url } }]);
  });

  test('of which the call has a ratio and the options another sends that of the call', async () => {
    const call: Call = { aspectRatio: '16:9', providerOptions: { xai: { aspect_ratio: '1:1' } } };
    const [before, after] = [await run('@ai-sdk/xai', call), await run('@grok-image/xai', call)];
    expect(before).toMatchObject({ sent: [{ aspect_ratio: '16:9' }], warnings: [] });
    expect(after).toMatchObject({
      sent: [{ aspect_ratio: '16:9' }],
      warnings: ['compatibility aspectRatio'],
    });
  });

  test('that is aborted before it starts sends nothing', async () => {
    const abortSignal = AbortSignal.abort();
    for (const name of ['@ai-sdk/xai', '@grok-image/xai'] as const) {
      expect(await run(name, { abortSignal })).toMatchObject({
        error: { name: 'AbortError' },
        billed: [],
      });
    }
  });

  test('whose request is refused with a JSON body gets an error with status and message', async () => {
    const call: Call = { model: 'grok-5-image' };
    for (const name of ['@ai-sdk/xai', '@grok-image/xai'] as const) {
      const { error } = await run(name, call);
      expect(error).toMatchObject({
        name: 'AI_APICallError',
        statusCode: 404,
        message: expect.stringContaining('The model grok-5-image does not exist'),
      });
    }
  });
});

test('models say the same of themselves', () => {
  const [before, after] = [theirs.image('grok-imagine-image'), ours.image('grok-imagine-image')];
  const { provider, modelId, specificationVersion, supportsFileInputs, supportsMaskInputs } = before;
  expect(after).toMatchObject({
    provider,
    modelId,
    specificationVersion,
    supportsFileInputs,
    supportsMaskInputs,
  });
  expect(ours.imageModel('grok-imagine-image')).toMatchObject({ provider, modelId });
});

test('the names are there for every AI SDK', () => {
  for (const entry of [createTheirs, createOurs, v1, v2, v3]) expect(entry).toBeTypeOf('function');
  for (const provider of [theirs, ours, xai1, xai2, xai3])
    expect(provider.image('x').provider).toBe('xai.image');
});

test('types and values have the same names', () => {
  expectTypeOf<Theirs.XaiErrorData>().toExtend<Ours.XaiErrorData>();
  expectTypeOf<Theirs.XaiImageProviderOptions>().toExtend<Ours.XaiImageProviderOptions>();
  expectTypeOf<Theirs.XaiImageModelOptions>().toExtend<Ours.XaiImageModelOptions>();
  expectTypeOf<Theirs.XaiFilesOptions>().toExtend<Ours.XaiFilesOptions>();
  expectTypeOf<Theirs.XaiProviderSettings>().toExtend<Ours.XaiProviderSettings>();
  expect([THEIR_VERSION, VERSION]).toEqual([expect.stringMatching(/^\d/), expect.stringMatching(/^\d/)]);
  for (const { textEmbeddingModel } of [theirs, ours, xai1, xai2, xai3]) {
    expect(() => textEmbeddingModel('x')).toThrow(
      expect.objectContaining({ name: 'AI_NoSuchModelError', modelType: 'embeddingModel' }),
    );
  }
});

test('language models are an error that says where to look', () => {
  for (const make of [ours.languageModel, ours.responses, ours.embeddingModel, xai1.languageModel]) {
    expect(() => make('grok-4')).toThrow(NoSuchModelError);
    expect(() => make('grok-4')).toThrow('use .image(id), and another provider beside it for the rest');
  }
});
