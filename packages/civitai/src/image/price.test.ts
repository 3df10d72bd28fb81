import { startEmulator } from '@grok-image/emulator';
import { afterAll, beforeEach, expect, it } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';
import { call } from '../test/call.ts';

const emulator = await startEmulator({ pictures: 'plain' });
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const entries = Object.entries({ v1, v2, v3, v4 });

it('tells the published price of more than a hundred images, and asks nobody for it', async () => {
  const model = v4.createCivitai(emulator.civitai).image('grok-imagine-image');
  const { warnings } = await model.doGenerate({ ...call, n: 101 });

  expect(warnings).toMatchObject([
    { message: expect.stringContaining('101 images were asked for in one call, for about 2626 Buzz.') },
  ]);
  expect(emulator.requests.filter(({ query }) => JSON.stringify(query).includes('whatif'))).toEqual([]);
});

const refusal = (most: number) => `Accepted: at most ${most}, as the setting maxImages says; it costs`;

it.each(entries)(
  'refuses in %s more images than the setting maxImages allows',
  async (_, { createCivitai }) => {
    const civitai = createCivitai({ ...emulator.civitai, maxImages: 4 });
    const five = { ...call, n: 5 };
    const edit = { ...five, providerOptions: { civitai: { images: ['https://example.com/cat.png'] } } };
    const model = civitai.image('grok-imagine-image');
    await expect(model.doGenerate(five)).rejects.toThrow(`${refusal(4)} about 130 Buzz.`);
    await expect(model.doGenerate(edit)).rejects.toThrow(`${refusal(4)} about 145 Buzz.`);
    await expect(civitai.image('grok', { maxImages: 2 }).doGenerate(five)).rejects.toThrow(
      `${refusal(2)} a price that is not published; civitai.estimateCost asks for it.`,
    );
    expect(emulator.requests).toEqual([]);
  },
);

it('collects a workflow of any number of images', async () => {
  const model = v4.createCivitai(emulator.civitai).image('grok-imagine-image');
  const { resume } = await model.start({ prompt: 'A cat', n: 3 });
  const careful = v4.createCivitai({ ...emulator.civitai, maxImages: 1 }).image('grok-imagine-image');
  const { images } = await careful.doGenerate({
    ...call,
    n: 3,
    providerOptions: { civitai: { ...resume } },
  });

  expect(images).toHaveLength(3);
});

it.each([0, 1.5, '4'])('refuses maxImages %j', maxImages => {
  const words = `Invalid maxImages: got ${JSON.stringify(maxImages)}. Accepted: a whole number from 1.`;
  expect(() => Reflect.apply(v4.createCivitai, undefined, [{ maxImages }])).toThrow(words);
  expect(() => Reflect.apply(v4.civitai.image, undefined, ['grok', { maxImages }])).toThrow(words);
});
