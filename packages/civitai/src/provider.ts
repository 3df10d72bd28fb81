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
import { estimateCost, type CivitaiCostEstimate, type CivitaiCostRequest } from './estimate.ts';
import type { CivitaiImageModelId } from './models.ts';
import { defaultBaseUrl, longestTimeoutMs, type CivitaiProviderSettings } from './settings.ts';

/** What the provider offers beside models. */
export interface CivitaiExtras {
  /**
   * Asks Civitai what a request would cost, in Buzz. Nothing is run or charged.
   *
   * @throws InvalidArgumentError, LoadAPIKeyError before anything is sent; APICallError; the abort reason
   * @example
   * const { totalBuzz } = await civitai.estimateCost({ model: 'grok-imagine-image', n: 4 }); // about 104
   */
  readonly estimateCost: (request: CivitaiCostRequest) => Promise<CivitaiCostEstimate>;
}

/** The provider for AI SDK 4. */
export type CivitaiProviderV1 = ProviderV1<CivitaiImageModelId> & CivitaiExtras;
/** The provider for AI SDK 5. */
export type CivitaiProviderV2 = ProviderV2<CivitaiImageModelId> & CivitaiExtras;
/** The provider for AI SDK 6. */
export type CivitaiProviderV3 = ProviderV3<CivitaiImageModelId> & CivitaiExtras;
/** The provider for AI SDK 7. */
export type CivitaiProviderV4 = ProviderV4<CivitaiImageModelId> & CivitaiExtras;

/**
 * Makes a provider of Grok images through Civitai for AI SDK 7.
 *
 * @throws InvalidArgumentError when `baseURL` is no http(s) address or `timeout` no number of milliseconds
 * @example
 * const civitai = createCivitai({ apiKey: process.env.MY_KEY, timeout: 300_000 });
 * await generateImage({ model: civitai.image('grok-imagine-image'), prompt: 'A cat in a tree' });
 */
export function createCivitaiV4(settings: CivitaiProviderSettings = {}): CivitaiProviderV4 {
  return createProviderV4(definition(settings));
}

/** Makes a provider of Grok images through Civitai for AI SDK 6; see `createCivitaiV4`. */
export function createCivitaiV3(settings: CivitaiProviderSettings = {}): CivitaiProviderV3 {
  return createProviderV3(definition(settings));
}

/** Makes a provider of Grok images through Civitai for AI SDK 5; see `createCivitaiV4`. */
export function createCivitaiV2(settings: CivitaiProviderSettings = {}): CivitaiProviderV2 {
  return createProviderV2(definition(settings));
}

/** Makes a provider of Grok images through Civitai for AI SDK 4; see `createCivitaiV4`. */
export function createCivitaiV1(settings: CivitaiProviderSettings = {}): CivitaiProviderV1 {
  return createProviderV1(definition(settings));
}

function definition(
  settings: CivitaiProviderSettings,
): ProviderDefinition<CivitaiImageModelId, CivitaiExtras> {
  const { baseURL, timeout } = settings;
  if (baseURL !== undefined && !/^https?:\/\/./.test(baseURL)) {
    throw invalidArgument('baseURL', baseURL, `an http(s) address, e.g. '${defaultBaseUrl}'`);
  }
  if (timeout !== undefined && !(timeout >= 1 && timeout <= longestTimeoutMs)) {
    throw invalidArgument('timeout', timeout, `milliseconds from 1 to ${longestTimeoutMs}`);
  }
  return {
    backend: modelId => createBackend(modelId, settings),
    extras: { estimateCost: request => estimateCost(request, settings) },
  };
}

/** The default provider for AI SDK 7, with the key of `CIVITAI_API_KEY` or `CIVITAI_API_TOKEN`. */
export const civitaiV4: CivitaiProviderV4 = createCivitaiV4();
/** The default provider for AI SDK 6. */
export const civitaiV3: CivitaiProviderV3 = createCivitaiV3();
/** The default provider for AI SDK 5. */
export const civitaiV2: CivitaiProviderV2 = createCivitaiV2();
/** The default provider for AI SDK 4. */
export const civitaiV1: CivitaiProviderV1 = createCivitaiV1();
