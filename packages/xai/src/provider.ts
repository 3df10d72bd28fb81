import {
  createProviderV1,
  createProviderV2,
  createProviderV3,
  createProviderV4,
  invalidArgument,
  type ProviderDefinition,
  type ProviderV1,
  type ProviderV2,
  type ProviderV3,
  type ProviderV4,
} from '@grok-image/core';
import { createBackend } from './backend.ts';
import { estimateCost } from './estimate.ts';
import { xaiProfile } from './gateway.ts';
import type { XaiImageModelId } from './models.ts';
import type { GrokProviderSettings } from './settings.ts';

/** What the provider offers beside models. */
export interface GrokExtras {
  /** Estimates what a request costs, without sending one. */
  readonly estimateCost: typeof estimateCost;
}

/** The provider for AI SDK 4. */
export type GrokProviderV1 = ProviderV1<XaiImageModelId> & GrokExtras;
/** The provider for AI SDK 5. */
export type GrokProviderV2 = ProviderV2<XaiImageModelId> & GrokExtras;
/** The provider for AI SDK 6. */
export type GrokProviderV3 = ProviderV3<XaiImageModelId> & GrokExtras;
/** The provider for AI SDK 7. */
export type GrokProviderV4 = ProviderV4<XaiImageModelId> & GrokExtras;

/**
 * Makes a provider of Grok images for AI SDK 7.
 *
 * @throws InvalidArgumentError when `baseURL` is no http(s) address, `timeout` no time or `gateway` unknown
 * @example
 * const grok = createGrok({ apiKey: process.env.MY_KEY, timeout: 120_000 });
 * await generateImage({ model: grok.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createGrokV4(settings: GrokProviderSettings = {}): GrokProviderV4 {
  return createProviderV4(definition(settings));
}

/**
 * Makes a provider of Grok images for AI SDK 6; settings as of AI SDK 7.
 *
 * @throws InvalidArgumentError for a setting that is not accepted
 * @example
 * import { createGrok } from '@grok-image/xai/v3';
 * const grok = createGrok({ timeout: 120_000 });
 * await generateImage({ model: grok.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createGrokV3(settings: GrokProviderSettings = {}): GrokProviderV3 {
  return createProviderV3(definition(settings));
}

/**
 * Makes a provider of Grok images for AI SDK 5; settings as of AI SDK 7.
 *
 * @throws InvalidArgumentError for a setting that is not accepted
 * @example
 * import { createGrok } from '@grok-image/xai/v2';
 * const grok = createGrok({ timeout: 120_000 });
 * await experimental_generateImage({ model: grok.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createGrokV2(settings: GrokProviderSettings = {}): GrokProviderV2 {
  return createProviderV2(definition(settings));
}

/**
 * Makes a provider of Grok images for AI SDK 4; settings as of AI SDK 7.
 *
 * @throws InvalidArgumentError for a setting that is not accepted
 * @example
 * import { createGrok } from '@grok-image/xai/v1';
 * const grok = createGrok({ timeout: 120_000 });
 * await experimental_generateImage({ model: grok.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createGrokV1(settings: GrokProviderSettings = {}): GrokProviderV1 {
  return createProviderV1(definition(settings));
}

function definition(settings: GrokProviderSettings): ProviderDefinition<XaiImageModelId, GrokExtras> {
  const { timeout, gateway = 'xai' } = settings;
  if (typeof gateway === 'string' && gateway !== 'xai') {
    throw invalidArgument('gateway', gateway, "'xai' or the profile of a gateway");
  }
  const profile = gateway === 'xai' ? xaiProfile : gateway;
  const baseURL = settings.baseURL ?? profile.baseURL;
  if (!/^https?:\/\/./i.test(baseURL) || !URL.canParse(baseURL)) {
    throw invalidArgument('baseURL', baseURL, "an http(s) address, e.g. 'https://api.x.ai/v1'");
  }
  // A timer of NaN fires at once: the request would be paid and its answer thrown away.
  if (timeout !== undefined && !(timeout > 0)) {
    throw invalidArgument('timeout', timeout, 'milliseconds above 0');
  }
  return { backend: modelId => createBackend(modelId, profile, settings), extras: { estimateCost } };
}

/** The default provider for AI SDK 7, with the key of `XAI_API_KEY`. */
export const grokV4: GrokProviderV4 = createGrokV4();
/** The default provider for AI SDK 6. */
export const grokV3: GrokProviderV3 = createGrokV3();
/** The default provider for AI SDK 5. */
export const grokV2: GrokProviderV2 = createGrokV2();
/** The default provider for AI SDK 4. */
export const grokV1: GrokProviderV1 = createGrokV1();
