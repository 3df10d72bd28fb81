// Makes an image, then edits it: source images stand beside the text of the prompt.
import { mkdir, writeFile } from 'node:fs/promises';
import { startEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';

const emulator = await startEmulator();
const model = createGrok(emulator.xai).image('grok-imagine-image');

const { image } = await generateImage({ model, prompt: 'A cottage by a lake' });
const edited = await generateImage({
  model,
  prompt: { text: 'Make it a winter scene with snow falling', images: [image.uint8Array] },
});
await mkdir('out', { recursive: true });
await writeFile('out/edit.jpg', edited.image.uint8Array);
console.log('out/edit.jpg', edited.image.uint8Array.byteLength, 'bytes');
await emulator.close();
