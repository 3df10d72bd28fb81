import { civitai, type CivitaiImageOptions } from '@grok-image/civitai';
import { civitai as civitaiV1 } from '@grok-image/civitai/v1';
import { civitai as civitaiV2 } from '@grok-image/civitai/v2';
import { civitai as civitaiV3 } from '@grok-image/civitai/v3';
import { production, wrap, type ImageMiddleware } from '@grok-image/middleware';
import { billOnceMiddleware } from '@grok-image/middleware/bill-once';
import { budgetMiddleware } from '@grok-image/middleware/budget';
import { cacheMiddleware } from '@grok-image/middleware/cache';
import { persistMiddleware } from '@grok-image/middleware/persist';
import { fallbackModel } from '@grok-image/middleware/fallback';
import { folderBlobs } from '@grok-image/middleware/folder';
import { rateLimitMiddleware } from '@grok-image/middleware/rate-limit';
import { telemetryMiddleware } from '@grok-image/middleware/telemetry';
import { createGrok, grok, imageMetadata, type XaiImageOptions } from '@grok-image/xai';
import type { ImageModelV4, XaiBatchV4, XaiFilesInterface } from '@grok-image/xai';
import type { ImageModelV1 } from '@grok-image/xai/v1';
import type { ImageModelV2 } from '@grok-image/xai/v2';
import type { ImageModelV3 } from '@grok-image/xai/v3';
import { grok as grokV1, imageMetadata as imageMetadataV1 } from '@grok-image/xai/v1';
import { grok as grokV2, imageMetadata as imageMetadataV2 } from '@grok-image/xai/v2';
import { grok as grokV3, imageMetadata as imageMetadataV3 } from '@grok-image/xai/v3';
import * as ai4 from 'ai4';
import * as ai5 from 'ai5';
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';

// Every pair of a facade and a major that fits: compiled by the test, never run.

const modelId = 'grok-imagine-image';
const xai: XaiImageOptions = { resolution: '2k', images: ['https://images.example/cat.png'] };
const image = { xai };
const buzz = { civitai: { enhancePrompt: true, tags: ['cat'] } satisfies CivitaiImageOptions };
const prompt = 'A cat in a tree';

export async function aiSdk4(): Promise<void> {
  const { experimental_generateImage: generateImage } = ai4;
  const result = await generateImage({ model: grokV1.image(modelId), prompt, providerOptions: image });
  imageMetadataV1(result).map(({ revisedPrompt, costUsd, mediaType }) => [revisedPrompt, costUsd, mediaType]);
  ai4.createProviderRegistry({ grok: grokV1 }).imageModel('grok:grok-imagine-image');
  ai4.customProvider({ imageModels: { cat: grokV1.image(modelId) }, fallbackProvider: grokV1 });
  await generateImage({ model: civitaiV1.image(modelId), prompt, providerOptions: buzz });
  ai4.createProviderRegistry({ civitai: civitaiV1 });
}

export async function aiSdk5(): Promise<void> {
  const { experimental_generateImage: generateImage } = ai5;
  const result = await generateImage({ model: grokV2.image(modelId), prompt, providerOptions: image });
  imageMetadataV2(result).map(({ width, height }) => width / height);
  ai5.createProviderRegistry({ grok: grokV2 }).imageModel('grok:grok-imagine-image');
  ai5.customProvider({ imageModels: { cat: grokV2.image(modelId) }, fallbackProvider: grokV2 });
  await generateImage({ model: civitaiV2.image(modelId), prompt, providerOptions: buzz });
  ai5.createProviderRegistry({ civitai: civitaiV2 });
}

export async function aiSdk6(): Promise<void> {
  const result = await ai6.generateImage({ model: grokV3.image(modelId), prompt, providerOptions: image });
  imageMetadataV3(result).map(({ url }) => url);
  await ai6.generateImage({ model: grokV2.image(modelId), prompt });
  ai6.createProviderRegistry({ grok: grokV3 }).imageModel('grok:grok-imagine-image');
  ai6.customProvider({ imageModels: { cat: grokV3.image(modelId) }, fallbackProvider: grokV3 });
  ai6.customProvider({ fallbackProvider: grokV2 });
  ai6.wrapImageModel({ model: grokV3.image(modelId), middleware: { specificationVersion: 'v3' } });
  await ai6.generateImage({ model: civitaiV3.image(modelId), prompt, providerOptions: buzz });
  ai6.createProviderRegistry({ civitai: civitaiV3 });
}

export async function aiSdk7(): Promise<void> {
  const result = await ai7.generateImage({ model: grok.image(modelId), prompt, providerOptions: image });
  imageMetadata(result).map(({ costTicks }) => costTicks);
  await ai7.generateImage({ model: grokV3.image(modelId), prompt });
  await ai7.generateImage({ model: grokV2.image(modelId), prompt });
  ai7.createProviderRegistry({ grok }).imageModel('grok:grok-imagine-image');
  ai7.createProviderRegistry({ grok: grokV3 });
  const imageModels = { cat: grok.image(modelId), dog: grokV3.image(modelId), fox: grokV2.image(modelId) };
  ai7.customProvider({ imageModels, fallbackProvider: grok });
  ai7.customProvider({ fallbackProvider: grokV3 });
  ai7.customProvider({ fallbackProvider: grokV2 });
  const middleware = { specificationVersion: 'v4' } as const;
  ai7.wrapImageModel({ model: grok.image(modelId), middleware });
  ai7.wrapImageModel({ model: grokV3.image(modelId), middleware });
  ai7.wrapImageModel({ model: grokV2.image(modelId), middleware });
  await ai7.generateImage({ model: civitai.image(modelId), prompt, providerOptions: buzz });
  ai7.createProviderRegistry({ civitai: civitai });
}

export async function batch(images: readonly string[]): Promise<void> {
  const fileIds = ['file_1'] as const;
  const requests = [{ id: 'a', model: modelId, prompt, providerOptions: { xai: { images, fileIds } } }];
  await grok.batch.create({
    requests: [...requests, { id: 'b', model: modelId, prompt, providerOptions: { xai } }],
  });
}

const asked = {
  prompt,
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  providerOptions: {},
} as const;

/** What was received goes on into a response, a file or a canvas. */
export async function received(): Promise<BodyInit[]> {
  const { data } = await grok.files.content('file_1');
  const bodies: BodyInit[] = [data];
  const models = [
    grok.image(modelId),
    grokV3.image(modelId),
    civitaiV2.image(modelId),
    civitaiV1.image(modelId),
  ];
  for (const model of models) {
    const { images } = await model.doGenerate({ ...asked, files: undefined, mask: undefined });
    bodies.push(...images, new Blob(images));
    bodies.push(...(await model.start({ prompt })).images.map(({ data: started }) => started));
  }
  for await (const result of grok.batch.results('batch_1')) {
    if (result.status !== 'succeeded') continue;
    for (const made of (await result.load()).images) bodies.push(new Blob([made.data]));
  }
  createGrok({ onProgress: ({ paid = [] }) => bodies.push(...paid.flatMap(({ bytes }) => bytes ?? [])) });
  return bodies;
}

export async function provider(): Promise<void> {
  const own = createGrok({ apiKey: 'xai-key', timeout: 120_000, onProgress: ({ status }) => status });
  await own.image('a-model-of-tomorrow').doGenerate({
    prompt,
    n: 1,
    size: undefined,
    aspectRatio: '16:9',
    seed: undefined,
    files: [{ type: 'url', url: 'https://images.example/cat.png' }],
    mask: undefined,
    providerOptions: {},
  });
}

/** All that members give has a name in the entry itself, without which a program could not emit declarations of it. */
export const named: [ImageModelV1, ImageModelV2, ImageModelV3, ImageModelV4, XaiFilesInterface, XaiBatchV4] =
  [
    grokV1.image(modelId),
    grokV2.image(modelId),
    grokV3.image(modelId),
    grok.image(modelId),
    grok.files(),
    grok.experimental_batch(),
  ];

const stack = production({ cache: true, budget: { usd: 20, per: 'day' }, bucket: folderBlobs('pictures') });
const parts = [
  stack,
  billOnceMiddleware(),
  budgetMiddleware({ usd: 20 }),
  cacheMiddleware(),
  persistMiddleware({ blobs: folderBlobs('pictures') }),
  rateLimitMiddleware({ perSecond: 5 }),
  telemetryMiddleware(),
] satisfies ImageMiddleware[];

/** Every middleware is one by the types of AI SDK itself. */
export const partsOf6: ai6.ImageModelMiddleware[] = parts;
export const partsOf7: ai7.ImageModelMiddleware[] = parts;

export async function middlewareOfAiSdk6(): Promise<void> {
  const model = ai6.wrapImageModel({ model: grokV3.image(modelId), middleware: parts });
  await ai6.generateImage({ model, prompt });
  ai6.wrapProvider({ provider: grokV3, languageModelMiddleware: [], imageModelMiddleware: stack });
  ai6.createProviderRegistry({ grok: grokV3 }, { imageModelMiddleware: stack });
  await ai6.generateImage({ model: wrap(grokV3.image(modelId), ...parts), prompt });
  await ai6.generateImage({ model: wrap(grokV2.image(modelId), stack), prompt });
}

export async function middlewareOfAiSdk7(): Promise<void> {
  const model = ai7.wrapImageModel({ model: grok.image(modelId), middleware: parts });
  await ai7.generateImage({ model, prompt });
  ai7.wrapProvider({ provider: grok, languageModelMiddleware: [], imageModelMiddleware: stack });
  ai7.createProviderRegistry({ grok, civitai }, { imageModelMiddleware: stack });
  await ai7.generateImage({ model: wrap(grok.image(modelId), ...parts), prompt });
  await ai7.generateImage({ model: fallbackModel([grok.image(modelId), civitai.image(modelId)]), prompt });
}

/** `wrap` keeps the type of a model, so that it fits where it did, and nowhere else. */
export async function middlewareBeforeAiSdk6(): Promise<void> {
  const old = wrap(grokV1.image(modelId), ...parts) satisfies ImageModelV1;
  await ai4.experimental_generateImage({ model: old, prompt });
  await ai4.experimental_generateImage({ model: wrap(civitaiV1.image(modelId), stack), prompt });
  const newer = wrap(grokV2.image(modelId), ...parts) satisfies ImageModelV2;
  await ai5.experimental_generateImage({ model: newer, prompt });
  await ai5.experimental_generateImage({ model: wrap(civitaiV2.image(modelId), stack), prompt });
}
