import { expect, it, test } from 'vitest';
import { imagesOf, start, type Client } from '../../test/civitai.ts';
import type { JsonObject } from './json.ts';

function step(input: JsonObject): JsonObject {
  return { $type: 'imageGen', input: { prompt: 'A cat in a tree', ...input } };
}

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==';
const sides = { width: 1024, height: 1024 };
const gpt = { engine: 'openai', model: 'gpt-image-2', operation: 'createImage', ...sides };
const nano = { engine: 'google', model: 'nano-banana-2' };
const krea = { engine: 'fal', model: 'krea2', operation: 'createImage', imageStyleReferences: [] };
const klein = { engine: 'flux2', model: 'klein', operation: 'createImage' };
const sdcpp = { engine: 'sdcpp', operation: 'createImage' };
const wan = { engine: 'wan', provider: 'fal' };
const sdxl = { ...sdcpp, ecosystem: 'sdxl', model: 'urn:air:sdxl:checkpoint:civitai:101055@128078' };

/** Buzz for one image (developer.civitai.com, recipes, 2026-08-07). */
test.each<[buzz: number, input: JsonObject]>([
  [26, { engine: 'grok', operation: 'createImage' }],
  [29, { engine: 'grok', operation: 'editImage', images: [pixel] }],
  [13, { ...gpt, quality: 'low' }],
  [78, { ...gpt, quality: 'medium' }],
  [286, gpt],
  [375, { engine: 'openai', model: 'gpt-image-1.5', operation: 'createImage' }],
  [25, { engine: 'openai', model: 'gpt-image-1', operation: 'createImage', quality: 'low' }],
  [300, { engine: 'openai', model: 'dall-e-3', operation: 'createImage', size: '1024x1024' }],
  [40, { engine: 'google', model: 'imagen4' }],
  [104, nano],
  [156, { ...nano, resolution: '2K' }],
  [208, { ...nano, resolution: '4K' }],
  [124, { ...nano, enableWebSearch: true }],
  [144, { ...nano, enableWebSearch: true, enableGoogleSearch: true }],
  [44, { engine: 'google', model: 'nano-banana-2-lite' }],
  [160, { engine: 'google', model: 'nano-banana-pro' }],
  [180, { engine: 'google', model: 'nano-banana-pro', images: [pixel] }],
  [340, { engine: 'google', model: 'nano-banana-pro', resolution: '4K', images: [pixel] }],
  [60, { engine: 'gemini', model: '2.5-flash', operation: 'createImage' }],
  [60, { engine: 'seedream', version: 'v4.5' }],
  [52, { engine: 'seedream', version: 'v5.0-lite' }],
  [40, { engine: 'seedream', version: 'v3' }],
  [90, { engine: 'flux1-kontext', model: 'max' }],
  [35, { engine: 'flux1-kontext', model: 'dev' }],
  [12, klein],
  // Of other weights than 4b no price is published.
  [20, { ...klein, modelVersion: '9b' }],
  [8, { ...sdcpp, ecosystem: 'zImage', model: 'turbo' }],
  [20, { ...sdcpp, ecosystem: 'zImage', model: 'base' }],
  [8, sdxl],
  [4, { ...sdcpp, ecosystem: 'sd1', model: 'urn:air:sd1:checkpoint:civitai:4384@128713' }],
  [150, { ...wan, version: 'v2.2' }],
  [100, { ...wan, version: 'v2.2-5b' }],
  // 32.5, and the service counts in whole Buzz.
  [33, { ...wan, version: 'v2.5', operation: 'text-to-image' }],
  [39, { ...wan, version: 'v2.7', operation: 'createImage' }],
  [65, { engine: 'fal', model: 'maiImage', operation: 'createImage' }],
  [39, krea],
  [39, { ...krea, creativity: 'high' }],
  [78, { ...krea, size: 'large' }],
  [85, { ...krea, size: 'large', imageStyleReferences: [{ imageUrl: 'https://image.example/a.png' }] }],
  [91, { engine: 'qwen', operation: 'createImage', ...sides, quantity: 2 }],
])('%i Buzz is the price of %j', async (buzz, input) => {
  const { submit } = await start({ pictures: 'plain' });
  const { json } = await submit({ steps: [step(input)] }, '?whatif=true');
  expect(json['cost']).toMatchObject({ total: buzz });
});

/** The bytes of the images that steps make. */
async function make({ submit, emulator }: Client, ...inputs: readonly JsonObject[]): Promise<string[]> {
  const reply = await submit({ steps: inputs.map(step) });
  return Promise.all(
    imagesOf(reply).map(async ({ url }) => {
      const response = await emulator.fetch(String(url));
      return Buffer.from(await response.arrayBuffer()).toString('base64');
    }),
  );
}

test.each(['painted', 'plain'] as const)(
  'a seed gives the same %s picture again, wherever its step stands, and another seed another one',
  async pictures => {
    const client = await start({ pictures, freshPictures: true });
    const small = { ...sdxl, width: 128, height: 128 };
    const [one, second] = await make(client, { ...small, seed: 7, quantity: 2 });
    const [other, again] = await make(client, { ...small, seed: 8 }, { ...small, seed: 7 });
    expect(again).toBe(one);
    expect(new Set([one, second, other]).size).toBe(3);
  },
);

it('names checkpoint and LoRAs in the caption', async () => {
  const client = await start();
  const small = { ...sdxl, width: 256, height: 256, seed: 7 };
  const [plain] = await make(client, small);
  const loras = { 'urn:air:sdxl:lora:civitai:82098@87153': 0.8, 'civitai:122359@135867': 0.5 };
  const [withLoras] = await make(client, { ...small, loras });
  const [first, second] = client.emulator.ledger.map(({ model }) => model);
  expect(first).toBe('sdcpp sdxl 101055@128078');
  expect(second).toBe('sdcpp sdxl 101055@128078 + 82098@87153 × 0.8 + 122359@135867 × 0.5');
  expect(withLoras).not.toBe(plain);
});

test.each([
  ['diffuserModel', { ...sdcpp, ecosystem: 'zImage', model: 'turbo' }],
  ['diffusionModel', { engine: 'comfy', operation: 'createImage', ecosystem: 'ernie', model: 'ernie' }],
  [
    'checkpointModel',
    { engine: 'comfy', operation: 'createImage', ecosystem: 'hidream-o1', model: 'HiDream-O1-Image' },
  ],
])('names a checkpoint that stands in %s', async (field, input) => {
  const { submit, emulator } = await start({ pictures: 'plain' });
  await submit({ steps: [step({ ...input, [field]: 'urn:air:other:checkpoint:civitai:12@34' })] });
  expect(emulator.ledger[0]?.model).toContain(' 12@34');
});
