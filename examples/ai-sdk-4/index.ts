// AI SDK 4: the entry is /v1. Cost and revised prompt arrive all the same, and edits take their sources as options.
import { startEmulator } from '@grok-image/emulator';
import { createGrok, imageMetadata } from '@grok-image/xai/v1';
import { experimental_generateImage as generateImage } from 'ai';

const emulator = await startEmulator();
const model = createGrok(emulator.xai).image('grok-imagine-image');

const first = await generateImage({ model, prompt: 'A cat in a tree', n: 2 });
const edited = await generateImage({
  model,
  prompt: 'Give it a straw hat',
  providerOptions: { xai: { images: [first.image.base64] } },
});
console.log(first.images.length, 'images', imageMetadata(first)[0]?.revisedPrompt);
console.log('edited for', imageMetadata(edited)[0]?.costUsd, 'USD');
await emulator.close();
