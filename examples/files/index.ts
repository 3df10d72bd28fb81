// Stores an image at xAI as it is made, and edits it by its id, without sending it again.
import { startEmulator } from '@grok-image/emulator';
import { createGrok, imageMetadata } from '@grok-image/xai';
import { generateImage } from 'ai';

const emulator = await startEmulator();
const grok = createGrok(emulator.xai);
const model = grok.image('grok-imagine-image');

const made = await generateImage({
  model,
  prompt: 'A cottage by a lake',
  providerOptions: { xai: { storage: { filename: 'cottage.jpeg', publicUrl: true } } },
});
const [{ fileId = '', publicUrl } = {}] = imageMetadata(made);
const fileIds = [fileId];
const edited = await generateImage({ model, prompt: 'Winter', providerOptions: { xai: { fileIds } } });
console.log(publicUrl, edited.image.uint8Array.byteLength, 'bytes');
for await (const { id, filename, bytes } of grok.files.list()) console.log(id, filename, bytes);
await emulator.close();
