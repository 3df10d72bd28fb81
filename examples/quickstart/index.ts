// Makes one image and writes it to out/quickstart.jpg.
import { mkdir, writeFile } from 'node:fs/promises';
import { startEmulator } from '@grok-image/emulator';
import { createGrok, imageMetadata } from '@grok-image/xai';
import { generateImage } from 'ai';

const emulator = await startEmulator(); // With a key in XAI_API_KEY: import { grok } from '@grok-image/xai'.
const grok = createGrok(emulator.xai);

const result = await generateImage({
  model: grok.image('grok-imagine-image'),
  prompt: 'A cat in a tree',
  aspectRatio: '16:9',
});
await mkdir('out', { recursive: true });
await writeFile('out/quickstart.jpg', result.image.uint8Array);
console.log('out/quickstart.jpg', imageMetadata(result)[0]);
await emulator.close();
