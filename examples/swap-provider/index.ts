// The same program on two services: only the provider differs.
import { createCivitai } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { createGrok, imageMetadata } from '@grok-image/xai';
import { generateImage, type ImageModel } from 'ai';

async function run(model: ImageModel) {
  const result = await generateImage({ model, prompt: 'A cat in a tree', aspectRatio: '20:9', n: 2 });
  const { width, height, mediaType } = imageMetadata(result)[0] ?? {};
  return { images: result.images.length, width, height, mediaType };
}

const emulator = await startEmulator();
console.table({
  xai: await run(createGrok(emulator.xai).image('grok-imagine-image')),
  civitai: await run(createCivitai(emulator.civitai).image('grok-imagine-image')),
});
await emulator.close();
