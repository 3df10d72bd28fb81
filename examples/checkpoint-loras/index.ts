// A checkpoint of the community with two LoRAs: its urn is the id of a model.
import { createCivitai, imageMetadata, type CivitaiOptionsOf } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { generateImage } from 'ai';

const emulator = await startEmulator();
const checkpoint = 'urn:air:sdxl:checkpoint:civitai:101055@128078';
const model = createCivitai(emulator.civitai).image(checkpoint);

const options = {
  loras: { 'urn:air:sdxl:lora:civitai:82098@87153': 0.8, 'urn:air:sdxl:lora:civitai:122359@135867': 0.5 },
  negativePrompt: 'blurry',
} satisfies CivitaiOptionsOf<typeof checkpoint>;
const prompt = 'A cat in a tree';
const result = await generateImage({ model, prompt, seed: 7, providerOptions: { civitai: options } });
console.log(imageMetadata(result)[0], emulator.ledger[0]?.model);
await emulator.close();
