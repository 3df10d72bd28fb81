// Describes a gateway of your own as data: its limits decide what is sent, split, warned of or refused.
import { startEmulator } from '@grok-image/emulator';
import { createGrok, type XaiGatewayProfile } from '@grok-image/xai';
import { generateImage } from 'ai';

const emulator = await startEmulator();
const gateway: XaiGatewayProfile = {
  name: 'Example Gateway',
  baseURL: emulator.crazyrouter.baseURL, // https://gateway.example/v1
  apiKeyVariables: ['EXAMPLE_API_KEY'],
  responseFormats: ['url'],
  otherModels: { maxImagesPerRequest: 1, ratios: ['1:1', '16:9', '9:16'], hasQuality: false },
  prices: { asOf: '2026-11-20', models: { 'grok-imagine-image': { outputUsd: { flat: { '1k': 0.02 } } } } },
};
const grok = createGrok({ gateway, apiKey: emulator.crazyrouter.apiKey });
const model = grok.image('grok-imagine-image');
const { images, warnings } = await generateImage({ model, prompt: 'A cat', n: 2, size: '1280x768' });
console.log(images.length, 'images', await grok.estimateCost({ model: model.modelId, n: 2 }), warnings);
await emulator.close();
