// Makes three images over the emulator with nothing but what is installed beside it.
// Usage: node make-images.mjs '{ "entry", "factory", "backend", "options", "hasAiSdk" }'
import { startEmulator } from '@grok-image/emulator';

const { entry, factory, backend, options, hasAiSdk } = JSON.parse(process.argv[2]);
const { [factory]: createProvider, imageMetadata } = await import(entry);

const emulator = await startEmulator();
const model = createProvider(emulator[backend]).image('grok-imagine-image');
const call = { prompt: 'A cat in a tree', n: 3, providerOptions: { [backend]: options } };
const result = hasAiSdk ? await callAiSdk() : await callModel();
await emulator.close();
process.stdout.write(JSON.stringify(result));

async function callAiSdk() {
  const ai = await import('ai');
  const generateImage = ai.generateImage ?? ai.experimental_generateImage;
  const answer = await generateImage({ model, ...call });
  return { images: answer.images.map(image => toHex(image.uint8Array)), metadata: imageMetadata(answer) };
}

async function callModel() {
  const { images, response } = await model.doGenerate(call);
  return { images: images.map(toHex), metadata: imageMetadata({ images, responses: [response] }) };
}

function toHex(bytes) {
  return Buffer.from(bytes.subarray(0, 3)).toString('hex');
}
