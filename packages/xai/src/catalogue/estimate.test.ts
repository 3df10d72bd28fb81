import { describe, expect, test } from 'vitest';
import { createGrok, grok } from '../index.ts';
import type { XaiCostRequest } from './estimate.ts';
import { errorOf } from '../test/call.ts';

const version2 = 'grok-imagine-image-2.0';

/** Published prices of one image in USD by model, quality and resolution (docs.x.ai, October 2026). */
const outputs: [model: string, quality: XaiCostRequest['quality'], oneK: number, twoK: number][] = [
  ['grok-imagine-image', 'auto', 0.02, 0.02],
  ['grok-imagine-image', 'medium', 0.02, 0.02],
  ['grok-imagine-image-2026-03-02', 'auto', 0.02, 0.02],
  [version2, 'auto', 0.04, 0.06],
  [version2, 'low', 0.04, 0.06],
  [version2, 'medium', 0.06, 0.08],
  ['grok-imagine-image-quality', 'auto', 0.04, 0.06],
  ['grok-imagine-image-quality', 'medium', 0.04, 0.06],
  ['grok-imagine-image-quality-20260403', 'auto', 0.04, 0.06],
  ['grok-imagine-image-quality-latest', 'auto', 0.04, 0.06],
  ['grok-imagine-image-pro', 'auto', 0.04, 0.06],
];

test.each(outputs)(
  'an image of %s at quality %s costs %d USD, %d at 2k',
  async (model, quality, oneK, twoK) => {
    expect(await grok.estimateCost({ model, quality })).toMatchObject({ costUsd: oneK });
    expect(await grok.estimateCost({ model, quality, resolution: '2k' })).toMatchObject({ costUsd: twoK });
  },
);

const edits: [request: XaiCostRequest, usd: number][] = [
  [{ model: 'grok-imagine-image', sourceImages: 1 }, 0.022],
  [{ model: 'grok-imagine-image', sourceImages: 5, n: 10 }, 0.21],
  [{ model: version2, sourceImages: 1 }, 0.07],
  [{ model: version2, sourceImages: 1, quality: 'low' }, 0.05],
  [{ model: version2, sourceImages: 3, resolution: '2k', n: 2 }, 0.19],
  [{ model: 'grok-imagine-image-pro', sourceImages: 2 }, 0.06],
];

test.each(edits)('the edit %o costs %d USD', async (request, costUsd) => {
  expect(await grok.estimateCost(request)).toMatchObject({ costUsd });
});

test('more images than one request can make bill the source images again', async () => {
  const request = { model: version2, sourceImages: 2, quality: 'low' } as const;
  expect(await grok.estimateCost({ ...request, n: 10 })).toMatchObject({ costUsd: 0.42 });
  expect(await grok.estimateCost({ ...request, n: 11 })).toMatchObject({ costUsd: 0.48 });
});

test('ticks are exact, and the day of the prices is told', async () => {
  expect(await grok.estimateCost({ model: 'grok-imagine-image', n: 3 })).toEqual({
    costUsd: 0.06,
    costTicks: 600_000_000,
    pricesAsOf: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
  });
});

test.each<[request: XaiCostRequest, usd: number]>([
  [{ model: version2, size: '1024x1024' }, 0.04],
  [{ model: version2, size: '1500x1000' }, 0.04],
  [{ model: version2, size: '2048x2048' }, 0.06],
  [{ model: version2, size: '2048x2048', resolution: '1k' }, 0.04],
  [{ model: version2, size: '3000x100', sourceImages: 1 }, 0.07],
  [{ model: 'grok-imagine-image', size: '2048x2048', n: 2 }, 0.04],
])('a size counts as in a call: %o costs %d USD', async (request, costUsd) => {
  expect(await grok.estimateCost(request)).toMatchObject({ costUsd });
});

describe('there is no figure', () => {
  test.each<[request: XaiCostRequest, reason: string]>([
    [
      { model: 'grok-imagine-imag' },
      'The price of grok-imagine-imag at xAI is not known. Known: grok-imagine-image (did you mean that?), or any of ',
    ],
    [{ model: 'toString' }, 'The price of toString at xAI is not known. Known: grok-imagine-image, '],
    [{ model: 'grok-2-image' }, 'xAI retired this model on 2026-05-15; use grok-imagine-image.'],
    [
      { model: version2, quality: 'high' },
      `xAI has no published price of ${version2} at resolution 1k and quality high.`,
    ],
    [
      { model: version2, resolution: '1.5k' },
      `xAI has no published price of ${version2} at resolution 1.5k and quality low.`,
    ],
    [
      { model: 'grok-imagine-image', resolution: '1.5k' },
      'xAI has no published price of grok-imagine-image at',
    ],
  ])('for %o, and why is told', async (request, reason) => {
    expect(await grok.estimateCost(request)).toEqual({
      reason: expect.stringContaining(reason),
      pricesAsOf: expect.any(String),
    });
  });

  test('at a gateway that publishes no prices, or none of edits', async () => {
    const agtcloud = createGrok({ gateway: 'agtcloud' });
    expect(await agtcloud.estimateCost({ model: 'grok-imagine-image' })).toEqual({
      reason: 'agtcloud publishes no prices, as far as is known here.',
    });
    const edit = { model: 'grok-imagine-image', sourceImages: 1 };
    expect(await createGrok({ gateway: 'crazyrouter' }).estimateCost(edit)).toEqual({
      reason: 'Crazyrouter has no published price of a source image for grok-imagine-image.',
      pricesAsOf: expect.any(String),
    });
  });
});

test.each([
  [{ n: 0 }, 'Invalid n: got 0. Accepted: a whole number from 1. Nothing was sent.'],
  [{ n: 2.5 }, 'Invalid n: got 2.5. Accepted: a whole number from 1. Nothing was sent.'],
  [{ sourceImages: -1 }, 'Invalid sourceImages: got -1. Accepted: a whole number from 0. Nothing was sent.'],
  [{ count: 4 }, 'Invalid count: got an unknown option. Accepted: '],
  [{ images: ['cat.png'] }, 'Invalid images: got an unknown option. Accepted: '],
  [
    { sourceImage: 1 },
    'Invalid sourceImage: got an unknown option. Accepted: sourceImages (did you mean that?)',
  ],
  [{ quality: 'ultra' }, 'Invalid quality: got "ultra". Accepted: "'],
  [{ model: '' }, 'Invalid model: got "".'],
  [{ size: '2k' }, 'Invalid size: got "2k". Accepted: \'widthxheight\' in pixels'],
  [{ size: '3000x100' }, 'Invalid size: got "3000x100". Accepted: a shape within 20 % of 1:1, '],
  [{ abortSignal: 5 }, 'Invalid abortSignal: got 5. Accepted: an AbortSignal.'],
])('%o is refused', async (counts, message) => {
  const request = { model: version2, ...counts };
  const error = await errorOf(Reflect.apply(grok.estimateCost, undefined, [request]));
  expect(error.message).toContain(message);
});
