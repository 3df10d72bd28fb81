import { expect, test } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';
import { call } from '../test/call.ts';
import { base64, startServer } from '../test/server.ts';

const model = 'grok-imagine-image';
const entries = Object.entries({ v1, v2, v3, v4 });

/** A service whose images are tiny. */
const startTiny = () =>
  startServer(({ body }) => {
    const n = typeof body === 'object' && body !== null ? Number(Reflect.get(body, 'n')) : 0;
    return { body: { data: Array.from({ length: n }, () => ({ b64_json: base64 })) } };
  });

async function toldOf(n: number, modelId: string, options: object = {}): Promise<string> {
  const { access } = await startTiny();
  const image = v4.createGrok({ ...access, rateLimit: false }).image(modelId);
  const given = { ...call, n, providerOptions: { xai: { ...options } } };
  const { warnings } = await image.doGenerate(given);
  return JSON.stringify(
    warnings.filter(warning => JSON.stringify(warning).includes('asked for in one call')),
  );
}

test.each<[n: number, modelId: string, options: object, words: string]>([
  [1000, model, {}, '1000 images were asked for in one call, for about 20 USD by the prices of 20'],
  [
    200,
    'grok-imagine-image-2.0',
    { resolution: '2k', quality: 'medium' },
    'for about 16 USD by the prices of',
  ],
  [200, model, { fileIds: ['a'] }, 'for about 4.04 USD by the prices of'],
  [101, 'grok-9', {}, 'for a price that is not known here.'],
])('%d images of %s with %o are told with their price', async (n, modelId, options, words) => {
  expect(await toldOf(n, modelId, options)).toContain(words);
});

test('a hundred are not', async () => {
  expect(await toldOf(100, model)).toBe('[]');
});

const refusal = (most: number) =>
  `Accepted: at most ${most}, as the setting maxImages says; it costs about 0.1 USD by the prices of`;

test.each(entries)('%s refuses more images than the setting maxImages allows', async (_, { createGrok }) => {
  const { access, received } = await startTiny();
  const grok = createGrok({ ...access, maxImages: 4 });
  const five = { ...call, n: 5 };
  await expect(grok.image(model).doGenerate(five)).rejects.toThrow(refusal(4));
  await expect(grok.image(model, { maxImages: 2 }).doGenerate(five)).rejects.toThrow(refusal(2));
  expect(received).toEqual([]);

  await grok.image(model).doGenerate({ ...call, n: 4 });
  await grok.image(model, { maxImages: 5 }).doGenerate(five);
  expect(received).toHaveLength(2);
});

test.each([0, 1.5, '4'])('maxImages %j is refused', maxImages => {
  const words = `Invalid maxImages: got ${JSON.stringify(maxImages)}. Accepted: a whole number from 1.`;
  expect(() => Reflect.apply(v4.createGrok, undefined, [{ maxImages }])).toThrow(words);
  expect(() => Reflect.apply(v4.grok.image, undefined, [model, { maxImages }])).toThrow(words);
});
