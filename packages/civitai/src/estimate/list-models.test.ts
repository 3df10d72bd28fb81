import { createEmulator } from '@grok-image/emulator';
import { expect, it } from 'vitest';
import { createCivitai } from '../index.ts';

const emulator = createEmulator({ pictures: 'plain' });
const civitai = createCivitai({ ...emulator.civitai, fetch: emulator.fetch });

it('lists every id with what it can do, and asks nobody', async () => {
  const models = new Map((await civitai.models()).map(model => [model.id, model]));
  expect(models.get('grok-imagine-image')).toMatchObject({
    engines: ['grok'],
    operations: ['create', 'edit'],
  });
  expect(models.get('flux2-dev')).toMatchObject({
    engines: ['flux2', 'sdcpp', 'comfy'],
    operations: ['create', 'edit', 'variant'],
    sides: { least: 512, most: 2048 },
    maxImagesPerStep: 4,
    seed: true,
    options: expect.arrayContaining(['loras', 'strength', 'engine']),
  });
  expect(models.get('dall-e-2')).toMatchObject({ sizes: ['256x256', '512x512', '1024x1024'], mask: true });
  expect(models.get('imagen4')).toMatchObject({ operations: ['create'], maxFiles: 0 });
  expect(models.get('krea2-edit')).toMatchObject({ operations: ['edit'] });
  expect(emulator.requests).toEqual([]);
});

it('asks what one image of each costs, and tells why where nobody says', async () => {
  emulator.script({ backend: 'civitai', status: 400, times: 1 });
  const models = await civitai.models({ prices: true });
  const failed = models.filter(({ priceError }) => priceError !== undefined);
  expect(failed).toHaveLength(1);
  expect(failed[0]).not.toHaveProperty('priceBuzz');
  const prices = new Map(models.map(({ id, priceBuzz }) => [id, priceBuzz]));
  expect(prices.get('imagen4')).toBe(40);
  expect(prices.get('z-image-turbo')).toBe(8);
  expect(prices.get('nano-banana-pro')).toBe(160);
  expect(emulator.ledger).toEqual([]);
});

it('refuses an option that is not known', async () => {
  await expect(civitai.models(JSON.parse('{ "price": true }'))).rejects.toThrow(
    'prices (did you mean that?)',
  );
});
