// The same program on two services: only the provider and its reader of metadata differ.
import { createCivitai, imageMetadata as ofCivitai } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { createGrok, imageMetadata as ofXai } from '@grok-image/xai';
import { generateImage, type ImageModel } from 'ai';

async function run(model: ImageModel, read: typeof ofXai | typeof ofCivitai) {
  const result = await generateImage({ model, prompt: 'A cat in a tree', aspectRatio: '20:9', n: 2 });
  const { width, height, mediaType } = read(result)[0] ?? {};
  return { images: result.images.length, width, height, mediaType };
}

const emulator = await startEmulator();
console.table({
  xai: await run(createGrok(emulator.xai).image('grok-imagine-image'), ofXai),
  civitai: await run(createCivitai(emulator.civitai).image('grok-imagine-image'), ofCivitai),
});
await emulator.close();
