// From Grok to FLUX.2 by one string.
import { createCivitai, imageMetadata } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { generateImage } from 'ai';

const emulator = await startEmulator();
const civitai = createCivitai(emulator.civitai);

for (const id of ['grok-imagine-image', 'flux2-pro']) {
  const result = await generateImage({
    model: civitai.image(id),
    prompt: 'A cat in a tree',
    aspectRatio: '3:2',
    n: 2,
  });
  const { width, height, costBuzz } = imageMetadata(result)[0] ?? {};
  console.log(id, { images: result.images.length, width, height, costBuzz });
}
await emulator.close();
