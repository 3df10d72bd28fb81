// Names models as 'provider:model', the way a larger app keeps its providers in one place.
import { startEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { createProviderRegistry, generateImage } from 'ai';

const emulator = await startEmulator();
const registry = createProviderRegistry({ xai: createGrok(emulator.xai) });

const { image } = await generateImage({
  model: registry.imageModel('xai:grok-imagine-image'),
  prompt: 'A lighthouse at dusk',
});
console.log(image.mediaType, image.uint8Array.byteLength, 'bytes');
await emulator.close();
