import { NoSuchModelError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { createCivitai } from '../index.ts';
import { call } from '../test/call.ts';

describe.each([
  'imagen-2',
  'sdxl-1.0',
  'v2.0',
  'constructor',
  'sdxl:checkpoint',
  'urn:air:sdxl:lora:civitai:82098@87153',
  'urn:air:flux9:checkpoint:civitai:1@2',
  'urn:air:sdxl:checkpoint:civitai:101055 @128078',
])('the id %s, which is not known', modelId => {
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

const answering = (status: number, body: object) => async () =>
  new Response(JSON.stringify(body), { status });

describe('an id next to a known one', () => {
  const invalid = { title: 'Invalid', errors: { 'steps[0].input.version': ['Not a version.'] } };

  it('is asked for, and its refusal suggests the known one', async () => {
    const civitai = createCivitai({ apiKey: 'key', fetch: answering(400, invalid) });
    await expect(civitai.image('grok-imagine-imag').doGenerate(call)).rejects.toThrow(
      /Correct it before you send it again\. Did you mean grok-imagine-image\?$/,
    );
  });

  it('is a warning of its estimate, which an id with another number is not', async () => {
    const civitai = createCivitai({
      apiKey: 'key',
      fetch: answering(200, { id: 'w', steps: [], cost: { total: 26 } }),
    });
    const details =
      'The model is not known here and was asked for as it is. Did you mean grok-imagine-image?';
    const feature = 'modelId grok-imagine-imag';
    expect((await civitai.estimateCost({ model: 'grok-imagine-imag' })).warnings).toEqual([
      { type: 'compatibility', feature, details },
    ]);
    expect((await civitai.estimateCost({ model: 'grok-imagine-image-3.0' })).warnings).toEqual([]);
  });
});

it('a base URL that leads elsewhere is what a 404 asks about', async () => {
  const civitai = createCivitai({
    apiKey: 'key',
    baseURL: 'https://orchestration.civitai.com/v2',
    fetch: answering(404, { title: 'Not Found' }),
  });
  await expect(civitai.image('grok').doGenerate(call)).rejects.toThrow(
    "Is baseURL right? It looks like 'https://orchestration.civitai.com', and https://orchestration.civitai.com/v2/v2/consumer/workflows was called.",
  );
});

it.each([
  ['Grok-Imagine-Image', 'grok-imagine-image (did you mean that?)'],
  ['gork-imagine-image-2.0', 'grok-imagine-image-2.0 (did you mean that?)'],
  ['imagen-2', 'imagen4 (did you mean that?)'],
  ['flux2pro', 'flux2-pro (did you mean that?)'],
  ['sdxl', "a checkpoint as 'urn:air:sdxl:checkpoint:civitai:101055@128078' (sd1, sdxl, flux1, anima)"],
])('names what %s could have been', (modelId, words) => {
  expect(() => createCivitai().image(modelId)).toThrow(words);
});
