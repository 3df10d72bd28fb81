// A variant of an image: strength says how far it may leave it.
import { createCivitai, type CivitaiOptionsOf } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { generateImage } from 'ai';

const emulator = await startEmulator();
const model = createCivitai(emulator.civitai).image('qwen-image');

const { image } = await generateImage({ model, prompt: 'A cottage by a lake' });
const options = { strength: 0.4 } satisfies CivitaiOptionsOf<'qwen-image'>;
const variant = await generateImage({
  model,
  prompt: { text: 'A cottage by a lake at night', images: [image.uint8Array] },
  providerOptions: { civitai: options },
});
console.log(variant.image.mediaType, variant.image.uint8Array.byteLength, 'bytes');
await emulator.close();
