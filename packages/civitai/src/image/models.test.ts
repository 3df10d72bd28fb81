import { NoSuchModelError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { createCivitai } from '../index.ts';

describe.each([
  'imagen-2',
  'sdxl-1.0',
  'gpt-image-1',
  'v2.0',
  'constructor',
  'urn:air:flux1:checkpoint:civitai:1@2',
])('the id %s, which is not one of Grok', modelId => {
  const civitai = createCivitai({
    apiKey: 'key',
    fetch: () => Promise.reject(new RangeError('it was sent')),
  });

  it('is refused when the model is made', () => {
    expect(() => civitai.image(modelId)).toThrow(
      expect.objectContaining({ name: 'AI_NoSuchModelError', modelId, modelType: 'imageModel' }),
    );
  });

  it('is refused when its price is asked', async () => {
    await expect(civitai.estimateCost({ model: modelId })).rejects.toSatisfy(NoSuchModelError.isInstance);
  });
});

it.each([
  ['Grok-Imagine-Image', 'grok-imagine-image (did you mean that?)'],
  ['gork-imagine-image-2.0', 'grok-imagine-image-2.0 (did you mean that?)'],
  ['imagen-2', 'Accepted: grok-imagine-image, grok-imagine-image-2.0, grok'],
])('names what %s could have been', (modelId, words) => {
  expect(() => createCivitai().image(modelId)).toThrow(words);
});
