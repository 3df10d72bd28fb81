import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ticksToUsd, usdToTicks } from '../service/cost.ts';
import { xaiModels } from '../gateways/xai-models.ts';
import { createGrok } from '../index.ts';
import { xaiPrices } from '../gateways/prices.ts';
import { errorOf } from '../test/call.ts';
import { answering, startServer } from '../test/server.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const version2 = 'grok-imagine-image-2.0';

describe('the catalogue of xAI', () => {
  test('is read with ids, prices, limits, modalities and dates', async () => {
    const [first, second, ...others] = await createGrok(emulator.xai).models();
    expect(first).toEqual({
      id: 'grok-imagine-image',
      aliases: ['grok-imagine-image-2026-03-02'],
      prices: [{ costUsd: 0.02, costTicks: 200_000_000 }],
      maxPromptLength: 16_000,
      inputModalities: ['text', 'image'],
      outputModalities: ['image'],
      version: '1.0',
      ownedBy: 'xai',
      createdAt: new Date('2026-01-28T00:00:00Z'),
    });
    expect(second).toMatchObject({
      id: version2,
      prices: [
        { quality: 'low', resolution: '1k', costUsd: 0.04, costTicks: 400_000_000 },
        { quality: 'low', resolution: '2k', costUsd: 0.06, costTicks: 600_000_000 },
        { quality: 'medium', resolution: '1k', costUsd: 0.06, costTicks: 600_000_000 },
        { quality: 'medium', resolution: '2k', costUsd: 0.08, costTicks: 800_000_000 },
      ],
    });
    expect(others).toEqual([]);
    expect(emulator.requests).toMatchObject([{ method: 'GET', path: '/v1/image-generation-models' }]);
  });

  /**
   * What the catalogue does not say: source images have no price in it, and that the redirected ids are served at low
   * quality whatever was asked stands on the migration page only. Retired ids are in neither.
   */
  test('says the same as the built-in tables, as far as it says anything', async () => {
    const models = await createGrok(emulator.xai).models();
    const listed = Object.fromEntries(
      models.flatMap(model => [model.id, ...model.aliases].map(id => [id, model])),
    );
    const retired = Object.keys(xaiModels).filter(id => xaiModels[id]?.retired);
    expect(Object.keys(listed).toSorted()).toEqual(Object.keys(xaiPrices.models).toSorted());
    expect(Object.keys(xaiModels).toSorted()).toEqual([...Object.keys(listed), ...retired].toSorted());
    for (const [id, { outputUsd }] of Object.entries(xaiPrices.models)) {
      const { flat, ...tiers } = outputUsd;
      for (const [quality, prices] of Object.entries(flat ? { flat } : tiers)) {
        for (const [resolution, costUsd = 0] of Object.entries(prices ?? {})) {
          const tier = flat ? {} : { quality, resolution };
          expect(listed[id]?.prices).toContainEqual({ ...tier, costUsd, costTicks: usdToTicks(costUsd) });
        }
      }
    }
  });
});

test('the catalogue of Crazyrouter has the ids it has', async () => {
  const models = await createGrok({ ...emulator.crazyrouter, gateway: 'crazyrouter' }).models();
  expect(models).toMatchObject([
    { id: 'grok-imagine-image', aliases: [], prices: [] },
    { id: 'grok-4-image', aliases: [], prices: [] },
  ]);
  expect(emulator.requests).toMatchObject([{ path: '/v1/models' }]);
});

test('agtcloud has no catalogue, which is said before anything is sent', async () => {
  const grok = createGrok({ ...emulator.agtcloud, gateway: 'agtcloud' });
  const error = await errorOf(grok.models());
  expect(error).toSatisfy(UnsupportedFunctionalityError.isInstance);
  expect(error.message).toBe(
    'Failed to list the models of agtcloud: it has no list. See its website for the ids. Nothing was sent.',
  );
  expect(await errorOf(grok.estimateCost({ model: 'grok-imagine-image', live: true }))).toEqual(error);
});

describe('an odd catalogue', () => {
  test.each([
    ['no fields but the id', { id: 'a' }, { id: 'a', aliases: [], prices: [] }],
    [
      'fields of other types',
      { id: 'a', aliases: 'b', pricing: 'free', max_prompt_length: '1k', created: null },
      { id: 'a', aliases: [], prices: [] },
    ],
    [
      'a price in cents, as in the API description',
      { id: 'a', image_price: 4 },
      { id: 'a', aliases: [], prices: [] },
    ],
    [
      'a list with odd entries',
      { id: 'a', aliases: ['b', 7, ''], input_modalities: [], version: '', created: 0 },
      { id: 'a', aliases: ['b'], inputModalities: [], prices: [] },
    ],
    [
      'a tier without a price',
      { id: 'a', image_price: 600_000_000, pricing: [{ quality: 'low' }, { price_per_image: 200_000_000 }] },
      { id: 'a', aliases: [], prices: [{ costUsd: 0.02, costTicks: 200_000_000 }] },
    ],
    [
      'an empty list of tiers',
      { id: 'a', image_price: 200_000_000, pricing: [] },
      { id: 'a', aliases: [], prices: [{ costUsd: 0.02, costTicks: 200_000_000 }] },
    ],
  ])('with %s is read as far as it goes', async (_name, entry, model) => {
    const server = await startServer(answering({ models: [null, 'b', { id: '' }, entry] }));
    expect(await createGrok(server.access).models()).toEqual([model]);
  });

  test('that is no list is an error that allows to ask again', async () => {
    const server = await startServer(answering({ models: null }));
    expect((await errorOf(createGrok(server.access).models())).message).toBe(
      'Failed to list the models of xAI: the answer (HTTP 200) could not be understood: it has no list of models. Listing costs nothing and can be repeated.',
    );
  });
});

test('an abort ends the question', async () => {
  const server = await startServer(() => undefined);
  const controller = new AbortController();
  const pending = errorOf(createGrok(server.access).models({ abortSignal: controller.signal }));
  await expect.poll(() => server.received.length).toBe(1);
  controller.abort(new TypeError('The user closed the page.'));
  expect((await pending).message).toBe('The user closed the page.');
});

describe('a live estimate', () => {
  test.each([
    [{ model: 'grok-imagine-image', n: 3 }, 0.06],
    [{ model: 'grok-imagine-image', resolution: '2k' }, 0.02],
    [{ model: version2, quality: 'medium', resolution: '2k' }, 0.08],
    [{ model: version2, n: 2, sourceImages: 1 }, 0.13],
    [{ model: 'grok-imagine-image-pro', quality: 'medium' }, 0.04],
  ] as const)('for %o is %d USD, as that of the table', async (request, costUsd) => {
    const grok = createGrok(emulator.xai);
    expect(await grok.estimateCost({ ...request, live: true })).toMatchObject({ costUsd });
    expect(await grok.estimateCost(request)).toMatchObject({ costUsd });
    expect(emulator.requests).toHaveLength(1);
  });

  test('follows the catalogue and carries the day', async () => {
    vi.useFakeTimers({ now: new Date('2027-02-03T12:00:00Z'), toFake: ['Date'] });
    const server = await startServer(
      answering({ models: [{ id: 'grok-imagine-image-3.0', image_price: 1e9 }] }),
    );
    const estimate = await createGrok(server.access).estimateCost({
      model: 'grok-imagine-image-3.0',
      n: 2,
      live: true,
    });
    vi.useRealTimers();
    expect(estimate).toEqual({ costUsd: ticksToUsd(2e9), costTicks: 2e9, pricesAsOf: '2027-02-03' });
  });

  test.each([
    [{ model: 'grok-9' }, 'The catalogue of xAI does not list grok-9.'],
    [{ model: 'grok-2-image' }, 'xAI retired this model'],
    [{ model: version2, quality: 'high' }, 'xAI has no published price of'],
    [{ model: version2, resolution: '1.5k' }, 'xAI has no published price of'],
    [{ model: 'grok-imagine-image', resolution: '1.5k' }, 'xAI has no published price of'],
  ] as const)('has no figure for what is not listed, and says why: %o', async (request, reason) => {
    expect(await createGrok(emulator.xai).estimateCost({ ...request, live: true })).toEqual({
      reason: expect.stringContaining(reason),
      pricesAsOf: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
  });
});
