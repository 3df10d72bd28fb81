import type { ImageParameters } from '@grok-image/core';
import { describe, expect, it } from 'vitest';
import { grokOf } from './grok.ts';
import { grokRecipe } from './grok-model.ts';
import type { CivitaiImageOptions } from './options.ts';
import { toWorkflow } from './request.ts';
import { toSent, toSources } from './sources.ts';

const call: ImageParameters = {
  prompt: 'A cat in a tree',
  n: 1,
  offset: 0,
  total: 1,
  aspectRatio: undefined,
  size: undefined,
  sources: [],
  mask: undefined,
  options: undefined,
  headers: {},
  abortSignal: undefined,
};
const source = { type: 'url' as const, url: 'https://image.civitai.com/source.jpeg' };

function map(
  request: Partial<ImageParameters> = {},
  options: CivitaiImageOptions = {},
  modelId = 'grok-imagine-image',
) {
  let nonces = 0;
  const keys = { externalId: 'key-1', createNonce: () => `nonce-${++nonces}` };
  const asked = { ...call, ...request };
  const sent = toSent(toSources(asked, options, 'https://orchestration.civitai.com', 3));
  const { body, warnings } = toWorkflow(asked, sent, options, grokRecipe(grokOf(modelId)), keys);
  // As it travels: what is undefined is not sent.
  const travelled: typeof body = JSON.parse(JSON.stringify(body));
  return { body: travelled, warnings };
}

/** What is sent beside the documented fields. */
const extras = { version: 'v1.0', imageMetadata: 'nonce-1' };

describe('the recipe (developer.civitai.com, Grok image generation)', () => {
  it('makes the documented text-to-image request, plus version, name and keys', () => {
    const prompt = 'A photorealistic portrait of a woman with flowers in her hair, golden hour lighting';
    expect(map({ prompt, aspectRatio: '1:1' }).body).toEqual({
      steps: [
        {
          $type: 'imageGen',
          name: 'image-1',
          input: {
            engine: 'grok',
            operation: 'createImage',
            prompt,
            aspectRatio: '1:1',
            quantity: 1,
            ...extras,
          },
        },
      ],
      externalId: 'key-1',
    });
  });

  it('makes the documented 20:9 request of the ratio 21:9, with a warning', () => {
    const { body, warnings } = map({ aspectRatio: '21:9' });
    expect(body.steps[0]?.input).toEqual({
      engine: 'grok',
      operation: 'createImage',
      prompt: call.prompt,
      aspectRatio: '20:9',
      quantity: 1,
      ...extras,
    });
    expect(warnings).toEqual([expect.objectContaining({ feature: 'aspectRatio' })]);
    expect(JSON.stringify(warnings)).toMatch(/21:9.*20:9/);
  });

  it('makes the documented edit request', () => {
    const { body, warnings } = map({ prompt: 'Make it a winter scene', sources: [source] });
    expect(body.steps[0]?.input).toEqual({
      engine: 'grok',
      operation: 'editImage',
      prompt: 'Make it a winter scene',
      images: [source.url],
      quantity: 1,
      ...extras,
    });
    expect(warnings).toEqual([]);
  });
});

describe('one workflow a call', () => {
  it.each([
    [1, undefined, [1]],
    [4, undefined, [4]],
    [5, undefined, [4, 1]],
    [8, undefined, [4, 4]],
    [5, 2, [2, 2, 1]],
  ])('spreads %i images over steps of at most %s', (n, imagesPerStep, quantities) => {
    const { steps } = map({ n }, { imagesPerStep }).body;
    expect(steps.map(({ input }) => ('quantity' in input ? input.quantity : 0))).toEqual(quantities);
    expect(steps.map(({ name }) => name)).toEqual(quantities.map((_, index) => `image-${index + 1}`));
  });

  it('gives every step a nonce of its own, so that equal steps make different pictures', () => {
    const { steps } = map({ n: 12 }).body;
    expect(steps.map(({ input }) => 'imageMetadata' in input && input.imageMetadata)).toEqual([
      'nonce-1',
      'nonce-2',
      'nonce-3',
    ]);
  });

  it('is the same every time with dedupe, while its steps still differ', () => {
    const { steps } = map({ n: 8 }, { dedupe: true }).body;
    expect(steps.map(({ input }) => 'imageMetadata' in input && input.imageMetadata)).toEqual([
      false,
      'image-2',
    ]);
  });

  it('puts the type and the discriminators first', () => {
    const [step] = map().body.steps;
    expect(Object.keys(step ?? {})[0]).toBe('$type');
    expect(Object.keys(step?.input ?? {}).slice(0, 3)).toEqual(['engine', 'version', 'operation']);
  });

  it('chains the enhancement of the prompt before every image step', () => {
    const { steps } = map({ n: 5 }, { enhancePrompt: true }).body;
    expect(steps[0]).toEqual({
      $type: 'promptEnhancement',
      name: 'enhance',
      input: { ecosystem: 'grok', prompt: call.prompt },
    });
    const reference = { $ref: 'enhance', path: 'output.enhancedPrompt' };
    expect(steps.slice(1).map(({ input }) => input.prompt)).toEqual([reference, reference]);
  });
});

it('maps every option to its field', () => {
  const { body } = map(
    {},
    {
      outputFormat: 'webp',
      currencies: ['green', 'blue'],
      allowMatureContent: false,
      upgradeMode: 'manual',
      tags: ['cats'],
      metadata: { order: 7 },
      priority: 'low',
      stepTimeout: 3_723_500,
      retries: 2,
      callbacks: [{ url: 'https://example.com/hook', type: ['workflow:*'], detailed: true }],
      ephemeral: true,
      experimental: true,
    },
  );
  expect(body).toEqual({
    steps: [
      {
        $type: 'imageGen',
        name: 'image-1',
        priority: 'low',
        timeout: '01:02:03.500',
        retries: 2,
        input: expect.objectContaining({ outputFormat: 'webP' }),
      },
    ],
    currencies: ['green', 'blue'],
    allowMatureContent: false,
    upgradeMode: 'manual',
    tags: ['cats'],
    metadata: { order: 7 },
    callbacks: [{ url: 'https://example.com/hook', type: ['workflow:*'], detailed: true }],
    ephemeral: true,
    experimental: true,
    externalId: 'key-1',
  });
});

it('sends files before the images of the options', () => {
  const { body } = map({ sources: [source] }, { images: ['https://example.com/second.png'] });
  expect(body.steps[0]?.input).toMatchObject({ images: [source.url, 'https://example.com/second.png'] });
});

it('sends the sources of an edit once, whatever the number of its steps', () => {
  const sources = [
    { type: 'bytes' as const, data: new Uint8Array(3_000_000), mediaType: 'image/png' },
    source,
  ];
  const { body } = map({ sources, n: 200 });
  expect(JSON.stringify(body).length).toBeLessThan(4_100_000);
  expect(body.arguments).toEqual({
    image1: expect.stringMatching(/^data:image\/png;base64,A/),
    image2: source.url,
  });
  expect(body.steps).toHaveLength(50);
  for (const { input } of body.steps) {
    expect(input).toMatchObject({
      images: [
        { $ref: '$arguments', path: 'image1' },
        { $ref: '$arguments', path: 'image2' },
      ],
    });
  }
});

it('keeps the sources of an edit with one step in that step', () => {
  const { body } = map({ sources: [source], n: 4 });
  expect(body.steps[0]?.input).toMatchObject({ images: [source.url] });
  expect(body).not.toHaveProperty('arguments');
});

it('refuses an edit without a text', () => {
  expect(() => map({ prompt: undefined, sources: [source] })).toThrow(/Invalid prompt/);
});
