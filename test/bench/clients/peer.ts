import { createXai } from '@ai-sdk/xai';
import { generateImage } from 'ai';
import type { Client } from './client.ts';

/** `generateImage` with the provider of AI SDK itself. */
export function createClient(baseURL: string): Client {
  const model = createXai({ apiKey: 'key', baseURL }).image('grok-imagine-image');
  return async (n, read) => {
    const { images } = await generateImage({ model, n, prompt: 'A cat in a tree' });
    return images.map(image => image[read]);
  };
}
