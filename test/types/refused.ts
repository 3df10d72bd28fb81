/** Pairs that must not compile, each a statement: they show that the check of the others can fail. */
export const refused: readonly { readonly name: string; readonly statement: string }[] = [
  { name: 'ImageModelV2 in AI SDK 4', statement: 'generate4({ model: v2, prompt });' },
  { name: 'ImageModelV3 in AI SDK 4', statement: 'generate4({ model: v3, prompt });' },
  { name: 'ImageModelV4 in AI SDK 4', statement: 'generate4({ model: v4, prompt });' },
  { name: 'ImageModelV1 in AI SDK 5', statement: 'generate5({ model: v1, prompt });' },
  { name: 'ImageModelV3 in AI SDK 5', statement: 'generate5({ model: v3, prompt });' },
  { name: 'ImageModelV4 in AI SDK 5', statement: 'generate5({ model: v4, prompt });' },
  { name: 'ImageModelV1 in AI SDK 6', statement: 'ai6.generateImage({ model: v1, prompt });' },
  { name: 'ImageModelV4 in AI SDK 6', statement: 'ai6.generateImage({ model: v4, prompt });' },
  { name: 'ImageModelV1 in AI SDK 7', statement: 'ai7.generateImage({ model: v1, prompt });' },
  {
    name: 'ProviderV2 in the registry of AI SDK 4',
    statement: 'ai4.createProviderRegistry({ grok: grokV2 });',
  },
  {
    name: 'ProviderV2 in the registry of AI SDK 6',
    statement: 'ai6.createProviderRegistry({ grok: grokV2 });',
  },
  { name: 'ProviderV4 in the registry of AI SDK 6', statement: 'ai6.createProviderRegistry({ grok });' },
  {
    name: 'ProviderV2 in the registry of AI SDK 7',
    statement: 'ai7.createProviderRegistry({ grok: grokV2 });',
  },
  {
    name: 'ImageModelV2 in wrapImageModel of AI SDK 6',
    statement: "ai6.wrapImageModel({ model: v2, middleware: { specificationVersion: 'v3' } });",
  },
  { name: 'an unknown option', statement: "({ resolutoin: '2k' }) satisfies XaiImageOptions;" },
  { name: 'an unknown resolution', statement: "({ resolution: '4k' }) satisfies XaiImageOptions;" },
  {
    name: "another engine's option",
    statement: "({ clipSkip: 2 }) satisfies CivitaiOptionsOf<'flux2-dev'>;",
  },
  {
    name: "another engine's word",
    statement: "({ resolution: '1k' }) satisfies CivitaiOptionsOf<'nano-banana-pro'>;",
  },
  {
    name: 'an engine that a model does not have',
    statement: "({ engine: 'comfy' }) satisfies CivitaiOptionsOf<'flux2-klein'>;",
  },
  {
    name: "another ecosystem's option",
    statement: "({ clipSkip: 2 }) satisfies CivitaiOptionsOf<'urn:air:sdxl:checkpoint:civitai:1@2'>;",
  },
  { name: "an engine's option with Grok", statement: "({ steps: 20 }) satisfies CivitaiOptionsOf<'grok'>;" },
  { name: 'an unknown setting', statement: "createGrok({ apikey: 'xai-key' });" },
  { name: 'a misspelt option of production', statement: 'production({ budgets: { usd: 20 } });' },
  { name: 'a misspelt period of its budget', statement: "production({ budget: { usd: 20, per: 'dya' } });" },
  { name: 'a wrapped ImageModelV1 in AI SDK 5', statement: 'generate5({ model: wrap(v1), prompt });' },
  { name: 'a language model', statement: 'grok.languageModel(1);' },
  { name: 'metadata of something else', statement: 'imageMetadata({ pictures: [] });' },
];

/** What the statements refer to. */
export const prelude = `
import type { CivitaiOptionsOf } from '@grok-image/civitai';
import { createGrok, grok, imageMetadata, type XaiImageOptions } from '@grok-image/xai';
import { production, wrap } from '@grok-image/middleware';
import { grok as grokV1 } from '@grok-image/xai/v1';
import { grok as grokV2 } from '@grok-image/xai/v2';
import { grok as grokV3 } from '@grok-image/xai/v3';
import * as ai4 from 'ai4';
import * as ai5 from 'ai5';
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';
const [v1, v2, v3, v4] = [grokV1.image('a'), grokV2.image('a'), grokV3.image('a'), grok.image('a')] as const;
const { experimental_generateImage: generate4 } = ai4;
const { experimental_generateImage: generate5 } = ai5;
const prompt = 'A cat in a tree';
`;
