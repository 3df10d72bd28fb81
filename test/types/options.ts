import type { CivitaiAspectRatio, CivitaiImageOptions, CivitaiOptionsOf } from '@grok-image/civitai';
import { civitai as civitaiV1, type CivitaiImageOptions as CivitaiV1 } from '@grok-image/civitai/v1';
import { civitai as civitaiV2, type CivitaiImageOptions as CivitaiV2 } from '@grok-image/civitai/v2';
import { civitai as civitaiV3, type CivitaiImageOptions as CivitaiV3 } from '@grok-image/civitai/v3';
import { civitai } from '@grok-image/civitai';
import { xai, type ImageModelV4, type XaiAspectRatio, type XaiImageOptions } from '@grok-image/xai';
import { xai as xaiV1, type XaiImageOptions as XaiV1 } from '@grok-image/xai/v1';
import { xai as xaiV2, type XaiImageOptions as XaiV2 } from '@grok-image/xai/v2';
import { xai as xaiV3, type XaiImageOptions as XaiV3 } from '@grok-image/xai/v3';
import * as ai4 from 'ai4';
import * as ai5 from 'ai5';
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';

// Options that are checked and completed as they are written, in every entry: compiled by the test, never run.

const [id, prompt] = ['grok-imagine-image', 'A cat in a tree'];

export async function satisfied(): Promise<void> {
  await ai4.experimental_generateImage({
    model: xaiV1.image(id),
    prompt,
    providerOptions: { xai: { aspectRatio: '20:9', resolution: '2k', images: [prompt] } satisfies XaiV1 },
  });
  await ai5.experimental_generateImage({
    model: xaiV2.image(id),
    prompt,
    providerOptions: { xai: { storage: { filename: 'cat.jpg', publicUrl: true } } satisfies XaiV2 },
  });
  await ai6.generateImage({
    model: xaiV3.image(id),
    prompt,
    providerOptions: { xai: { uploadUrls: [{ put: prompt, get: prompt }] } satisfies XaiV3 },
  });
  await ai7.generateImage({
    model: xai.image(id),
    prompt,
    providerOptions: { xai: { quality: 'low', deferred: true } satisfies XaiImageOptions },
  });
  await ai4.experimental_generateImage({
    model: civitaiV1.image(id),
    prompt,
    providerOptions: { civitai: { aspectRatio: '19.5:9', tags: ['cat'] } satisfies CivitaiV1 },
  });
  await ai5.experimental_generateImage({
    model: civitaiV2.image(id),
    prompt,
    providerOptions: {
      civitai: { callbacks: [{ url: prompt, type: ['workflow:*'] }] } satisfies CivitaiV2,
    },
  });
  await ai6.generateImage({
    model: civitaiV3.image(id),
    prompt,
    providerOptions: { civitai: { metadata: { cat: 1 }, externalId: false } satisfies CivitaiV3 },
  });
  await ai7.generateImage({
    model: civitai.image(id),
    prompt,
    providerOptions: { civitai: { currencies: ['blue'], wait: 5 } satisfies CivitaiImageOptions },
  });
}

/** Options of models of other engines, and of a checkpoint, with those that all have. */
export async function ofEngines(): Promise<void> {
  const loras = { 'urn:air:flux2:lora:civitai:1@2': 0.8 };
  const flux2 = {
    loras,
    engine: 'comfy',
    sampler: 'euler',
    tags: ['cat'],
  } satisfies CivitaiOptionsOf<'flux2-dev'>;
  const gpt = {
    quality: 'high',
    mask: prompt,
    outputFormat: 'webp',
  } satisfies CivitaiOptionsOf<'gpt-image-2'>;
  const nano = { resolution: '4K' } satisfies CivitaiOptionsOf<'nano-banana-pro'>;
  const sd1 = {
    clipSkip: 2,
    controlNets: [],
    wait: 5,
  } satisfies CivitaiOptionsOf<'urn:air:sd1:checkpoint:civitai:1@2'>;
  const grok = { resolution: '2k' } satisfies CivitaiOptionsOf<'grok'>;
  for (const options of [flux2, gpt, nano, sd1, grok]) {
    await ai7.generateImage({ model: civitai.image(id), prompt, providerOptions: { civitai: options } });
  }
}

/** Either provider, by what an app decides only when it runs. */
export const either: ImageModelV4 = (Math.random() < 0.5 ? xai : civitai).image(id);

/** Bytes are no JSON for AI SDK, and are taken where options have a type of ours. */
export async function bytes(image: Uint8Array): Promise<void> {
  await xai.batch.create({
    requests: [{ id, model: id, prompt, providerOptions: { xai: { images: [image] } } }],
  });
  await civitai.estimateCost({ model: id, images: [image] });
}

/** Ratios that are known are completed, which a plain `string` among them would undo; others are taken. */
export const ratios: [XaiAspectRatio, CivitaiAspectRatio] = ['7:5', '7:5'];
export const known: Extract<XaiAspectRatio, '16:9'> & Extract<CivitaiAspectRatio, '16:9'> = '16:9';
