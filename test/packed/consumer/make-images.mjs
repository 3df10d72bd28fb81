// Makes three images over the emulator with nothing but what is installed beside it.
// Usage: node make-images.mjs <entry of @grok-image/xai> <"ai" or "none">
import { startEmulator } from '@grok-image/emulator';

const [entry, aiSdk] = process.argv.slice(2);
const { createGrok, imageMetadata } = await import(entry);

const emulator = await startEmulator();
const model = createGrok(emulator.xai).image('grok-imagine-image');
const prompt = 'A cat in a tree';
const result = aiSdk === 'none' ? await callModel() : await callAiSdk();
await emulator.close();
process.stdout.write(JSON.stringify(result));

async function callAiSdk() {
  const ai = await import('ai');
  const generateImage = ai.generateImage ?? ai.experimental_generateImage;
  const answer = await generateImage({ model, prompt, n: 3 });
  return { images: answer.images.map(image => toHex(image.uint8Array)), metadata: imageMetadata(answer) };
}

async function callModel() {
  const { images, response } = await model.doGenerate({ prompt, n: 3, providerOptions: {} });
  return { images: images.map(toHex), metadata: imageMetadata({ images, responses: [response] }) };
}

function toHex(bytes) {
  return Buffer.from(bytes.subarray(0, 3)).toString('hex');
}
