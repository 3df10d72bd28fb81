import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';
import type { Client } from './client.ts';

/** `generateImage` with our provider. */
export function createClient(baseURL: string): Client {
  const model = createGrok({ apiKey: 'key', baseURL }).image('grok-imagine-image');
  return async (n, read) => {
    const { images } = await generateImage({ model, n, prompt: 'A cat in a tree' });
    return images.map(image => image[read]);
  };
}
