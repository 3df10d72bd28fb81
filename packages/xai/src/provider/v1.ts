import { createProviderV1, type ProviderV1 } from '@grok-image/core';
import type { XaiImageModelId } from '../models.ts';
import type { GrokProviderSettings } from '../settings.ts';
import { definition, type GrokExtras } from './definition.ts';

/** Grok images in AI SDK 4. */
export type GrokProvider = ProviderV1<XaiImageModelId> & GrokExtras;

/**
 * Makes a provider of Grok images for AI SDK 4.
 *
 * @throws InvalidArgumentError when `baseURL` is no http(s) address, `timeout` no time or `gateway` unknown
 * @example
 * import { createGrok } from '@grok-image/xai/v1';
 * const grok = createGrok({ apiKey: process.env.MY_KEY, timeout: 120_000 });
 * await experimental_generateImage({ model: grok.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createGrok(settings: GrokProviderSettings = {}): GrokProvider {
  return createProviderV1(definition(settings));
}

/** The default provider, with the key of `XAI_API_KEY`. */
export const grok: GrokProvider = /* @__PURE__ */ createGrok();
