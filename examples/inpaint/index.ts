// An edit that changes only what a mask shows.
import { createCivitai } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { generateImage } from 'ai';

const emulator = await startEmulator();
const model = createCivitai(emulator.civitai).image('gpt-image-2');

const { image } = await generateImage({
  model,
  prompt: 'A living room with a plain wall',
  size: '1024x1024',
});
const mask = (await generateImage({ model, prompt: 'A white square on black', size: '1024x1024' })).image;
const edited = await generateImage({
  model,
  prompt: { text: 'Hang a large painting there', images: [image.uint8Array], mask: mask.uint8Array },
});
console.log(edited.image.mediaType, edited.image.uint8Array.byteLength, 'bytes', edited.warnings);
await emulator.close();
