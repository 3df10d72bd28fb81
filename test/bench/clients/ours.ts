import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';
import type { Client } from './client.ts';

/** `generateImage` with our provider. */
export function createClient(baseURL: string, responseFormat: 'url' | 'b64_json'): Client {
  const model = createGrok({ apiKey: 'key', baseURL }).image('grok-imagine-image');
  const providerOptions = { xai: { responseFormat } };
  return async (n, read) => {
    const { images } = await generateImage({ model, n, prompt: 'A cat in a tree', providerOptions });
    return images.map(image => image[read]);
  };
}
