import { describe, expect, test } from 'vitest';
import { grok } from '../index.ts';
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

describe('there is no figure', () => {
  test.each<XaiCostRequest>([
    { model: 'grok-4-image' },
    { model: 'grok-2-image' },
    { model: 'toString' },
    { model: version2, quality: 'high' },
    { model: version2, resolution: '1.5k' },
    { model: 'grok-imagine-image', resolution: '1.5k' },
  ])('for what has no published price: %o', async request => {
    expect(await grok.estimateCost(request)).toEqual({ pricesAsOf: expect.any(String) });
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
])('%o is refused', async (counts, message) => {
  const request = { model: version2, ...counts };
  const error = await errorOf(Reflect.apply(grok.estimateCost, undefined, [request]));
  expect(error.message).toContain(message);
});
