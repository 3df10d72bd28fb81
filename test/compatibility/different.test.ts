import { readFileSync } from 'node:fs';
import { createXai as createTheirs, xai as theirs } from '@ai-sdk/xai';
import { startEmulator, type Fault } from '@grok-image/emulator';
import { createXai as createOurs, imageMetadata, xai as ours } from '@grok-image/xai';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run, type Call } from './program.ts';

const version1 = 'grok-imagine-image';
const version2 = 'grok-imagine-image-2.0';
const png =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAATSURBVAiZYzxjbPyfAQqYGJAAADOBAjVnF5BbAAAAAElFTkSuQmCC';
const text = 'Make it night';
const option = (options: Record<string, string | boolean | string[]>): Call => ({
  providerOptions: { xai: options },
});

/** A difference in behaviour: what each package makes of the same call, as the migration page tells it. */
interface Difference {
  readonly call: Call;
  readonly fault?: Fault;
  readonly before: object;
  readonly after: object;
}

const apiError = (message: unknown) => ({ name: 'AI_APICallError', message });
const invalid = (message: string) => ({
  name: 'AI_InvalidArgumentError',
  message: expect.stringContaining(message),
});
/** HTTP/1.1 has a text beside the status; over HTTP/2, which api.x.ai speaks, the message is empty. */
const statusText = 'Unprocessable Entity';
function without(fields: object): unknown {
  return expect.not.objectContaining(fields);
}
const nothing = { sent: [], billed: [] };

const differences: Record<string, Difference> = {
  'n above 3': {
    call: { n: 10 },
    before: { billed: [3, 3, 3, 1] },
    after: { billed: [10] },
  },
  'an edit with n above 3': {
    call: { n: 4, prompt: { text, images: [png] } },
    before: {
      sent: [
        { n: 3, image: {} },
        { n: 1, image: {} },
      ],
      billed: [3, 1],
    },
    after: { sent: [{ n: 4, image: {} }], billed: [4] },
  },
  'the transport': {
    call: {},
    before: { sent: [{ response_format: 'b64_json' }] },
    after: { sent: [{ response_format: 'url' }] },
  },
  'one image refused': {
    call: { n: 3 },
    fault: { moderate: 'flag', items: [1] },
    before: {
      images: [],
      billed: [3],
      error: { message: expect.stringContaining('blocked due to a content policy') },
    },
    after: {
      images: [expect.anything(), expect.anything()],
      billed: [3],
      error: undefined,
      warnings: ['other'],
    },
  },
  'all images refused with HTTP 400': {
    call: {},
    fault: { moderate: 'refuse' },
    before: { error: without({ cost: expect.anything() }) },
    after: { error: { name: 'ContentModerationError', cost: { usd: 0.02 } } },
  },
  'an empty answer': {
    call: {},
    fault: { moderate: 'empty', times: 3 },
    before: { billed: [1, 1, 1], error: { name: 'AI_NoImageGeneratedError' } },
    after: { billed: [1], error: { name: 'ContentModerationError' } },
  },
  'a refusal with HTTP 200': {
    call: {},
    fault: { moderate: 'flag' },
    before: {
      billed: [1],
      error: { name: 'Error', message: 'Image generation was blocked due to a content policy violation.' },
    },
    after: { billed: [1], error: { name: 'ContentModerationError', statusCode: 200, cost: { usd: 0.02 } } },
  },
  'the sentence of an error': {
    call: { model: 'grok-5-image' },
    before: { error: { message: expect.stringMatching(/^[\w-]+: The model grok-5-image does not exist/) } },
    after: {
      error: {
        message: expect.stringMatching(
          /^Failed to make an image with grok-5-image: The model grok-5-image does not exist.* nothing was generated/,
        ),
      },
    },
  },
  'an edit without a text': {
    call: { prompt: { images: [png] }, maxRetries: 0 },
    before: { sent: [without({ prompt: expect.anything() })], error: { statusCode: expect.any(Number) } },
    after: { ...nothing, error: invalid('xAI edits need one too') },
  },
  'a server error after the images were made': {
    call: {},
    fault: { on: 'submit', answer: { status: 500, body: { error: 'Internal.' } }, times: 3 },
    before: { billed: [1, 1, 1], error: { name: 'AI_RetryError' } },
    after: { billed: [1], error: apiError(expect.stringContaining('may have been carried out and billed')) },
  },
  'an error in plain text': {
    call: { ...option({ output_format: 'png' }), maxRetries: 0 },
    fault: {
      on: 'submit',
      status: 422,
      body: 'Failed to deserialize the JSON body: quality: unknown variant',
    },
    before: { error: apiError(statusText) },
    after: { error: apiError(expect.stringContaining('quality: unknown variant')) },
  },
  'a size': {
    call: { size: '1920x1080' },
    before: { warnings: ['unsupported size'], sent: [without({ resolution: '2k' })] },
    after: { warnings: ['compatibility size'], sent: [{ aspect_ratio: '16:9', resolution: '2k' }] },
  },
  'a mask': {
    call: { prompt: { text, images: [png], mask: png } },
    before: { warnings: ['unsupported mask'], billed: [1] },
    after: { ...nothing, error: { name: 'AI_UnsupportedFunctionalityError' } },
  },
  'an unknown option': {
    call: option({ aspectRatoi: '16:9' }),
    before: { warnings: [], billed: [1] },
    after: { ...nothing, error: invalid('aspectRatio (did you mean that?)') },
  },
  'output_format and sync_mode': {
    call: option({ output_format: 'png', sync_mode: true }),
    before: { warnings: [], sent: [{ output_format: 'png', sync_mode: true }] },
    after: {
      warnings: ['unsupported output_format', 'unsupported sync_mode'],
      sent: [without({ output_format: 'png' })],
    },
  },
  'quality auto': {
    call: { model: version2, ...option({ quality: 'auto' }) },
    before: { ...nothing, error: { name: 'AI_InvalidArgumentError' } },
    after: { sent: [{ quality: 'auto' }], error: undefined },
  },
  'resolution 1.5k': {
    call: option({ resolution: '1.5k' }),
    before: { ...nothing, error: { name: 'AI_InvalidArgumentError' } },
    after: { sent: [{ resolution: '1.5k' }], warnings: ['compatibility resolution'] },
  },
  'quality of a model with one': {
    call: option({ quality: 'medium' }),
    before: { sent: [{ quality: 'medium' }], warnings: [] },
    after: { sent: [without({ quality: 'medium' })], warnings: ['unsupported quality'] },
  },
  'quality high': {
    call: { model: version2, ...option({ quality: 'high' }) },
    before: { sent: [{ quality: 'high' }], warnings: [] },
    after: { sent: [{ quality: 'high' }], warnings: ['compatibility quality'] },
  },
  'a ratio that the model does not have': {
    call: { aspectRatio: '21:9' },
    before: { sent: [{ aspect_ratio: '21:9' }], warnings: [] },
    after: { sent: [{ aspect_ratio: '20:9' }], warnings: ['compatibility aspectRatio'] },
  },
  'a ratio that nothing has': {
    call: { aspectRatio: '7:1' },
    before: { sent: [{ aspect_ratio: '7:1' }], error: apiError(statusText) },
    after: { ...nothing, error: invalid('a shape within 20 % of') },
  },
  'a ratio for an edit of one image': {
    call: { prompt: { text, images: [png] }, aspectRatio: '16:9' },
    before: { sent: [{ aspect_ratio: '16:9' }], warnings: [] },
    after: {
      sent: [without({ aspect_ratio: '16:9' })],
      warnings: ['unsupported aspectRatio'],
    },
  },
  'six source images': {
    call: { prompt: { text, images: Array.from({ length: 6 }, () => png) } },
    before: { sent: [{ images: expect.anything() }], error: { statusCode: 400 } },
    after: { ...nothing, error: invalid('at most 5 source images') },
  },
  'a redirected model id': {
    call: { model: 'grok-imagine-image-pro' },
    before: { modelId: 'grok-imagine-image-pro', warnings: [] },
    after: { modelId: version2, warnings: ['deprecated modelId'] },
  },
  'base64 with a prefix': {
    call: {},
    fault: { on: 'submit', edit: () => ({ data: [{ b64_json: png }] }) },
    before: { images: [], billed: [1], error: { name: 'InvalidCharacterError' } },
    after: { images: [expect.anything()], error: undefined },
  },
  'base64 and an address in one answer': {
    call: { n: 2 },
    fault: { on: 'submit', edit: () => ({ data: [{ b64_json: png.split(',')[1] }, { url: null }] }) },
    before: { images: [], billed: [2], error: { name: 'AI_DownloadError' } },
    after: { images: [expect.anything()], error: undefined, warnings: ['other'] },
  },
};

describe('a program that changes its import sees a difference with', () => {
  test.each(Object.entries(differences))('%s', async (_name, { call, fault, before, after }) => {
    expect(await run('@ai-sdk/xai', call, fault)).toMatchObject(before);
    expect(await run('@grok-image/xai', call, fault)).toMatchObject(after);
  });
});

describe('what came back', () => {
  test('has its cost in the result, where it got lost', async () => {
    const [before, after] = [await run('@ai-sdk/xai'), await run('@grok-image/xai')];
    expect(JSON.stringify(before.metadata)).not.toMatch(/cost/i);
    expect(after.metadata).toMatchObject({ images: [{ costUsd: 0.02, costTicks: 200_000_000 }] });
    const images = [...after.images];
    expect(imageMetadata({ images, providerMetadata: { xai: after.metadata } })).toMatchObject([
      { width: expect.any(Number), requestId: expect.stringMatching(/./), mediaType: 'image/jpeg' },
    ]);
  });

  test('is bytes where it was base64, and a seed is refused in words', async () => {
    const emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
    onTestFinished(() => emulator.close());
    const call = {
      prompt: 'A cat',
      n: 1,
      size: undefined,
      aspectRatio: undefined,
      files: undefined,
      mask: undefined,
    };
    const options = { ...call, seed: 7, providerOptions: {} };
    const before = await createTheirs(emulator.xai).image(version1).doGenerate(options);
    const after = await createOurs(emulator.xai).image(version1).doGenerate(options);
    expect(before).toMatchObject({ images: [expect.any(String)] });
    expect(after).toMatchObject({ images: [expect.any(Uint8Array)] });
    expect(before.warnings).toEqual([{ type: 'unsupported', feature: 'seed' }]);
    expect(after.warnings).toEqual([
      { type: 'unsupported', feature: 'seed', details: 'This service has no seed; it was not sent.' },
    ]);
  });

  test('is told by every model that takes source images', () => {
    expect(theirs.image(version2).supportsFileInputs).toBeUndefined();
    expect(ours.image(version2).supportsFileInputs).toBe(true);
    expect(theirs.image(version1).maxImagesPerCall).toBe(3);
    expect(ours.image(version1).maxImagesPerCall).toBe(1000);
  });
});

/** Rows that other tests of this folder are about. */
const others = [
  'what a model gives',
  'a seed',
  'the cost',
  'models with source images',
  'images a call',
  'language models',
];

test('the migration page tells of every difference, and of no other', () => {
  const page = readFileSync(new URL('../../docs/migrate-from-ai-sdk-xai.md', import.meta.url), 'utf8');
  const table = page.split('## What differs')[1]?.split('\n## ')[0] ?? '';
  const [, , ...rows] = [...table.matchAll(/^\| (.+?) +\|/gm)].map(([, name = '']) => name);
  expect(rows.toSorted()).toEqual([...Object.keys(differences), ...others].toSorted());
});
