import { toRateLimiter, type ProviderDefinition } from '@grok-image/core';
import type { CivitaiCostRequest } from '../estimate/cost-request.ts';
import { estimateCost, type CivitaiCostEstimate } from '../estimate/estimate.ts';
import { createBackend } from '../image/backend.ts';
import type { CivitaiImageModelId } from '../image/models.ts';
import { readModelOptions, readSettings } from '../service/read-settings.ts';
import {
  usualRateLimit,
  type CivitaiModelOptions,
  type CivitaiProviderSettings,
} from '../service/settings.ts';

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

/** What `createProvider…` of core needs, from the settings; checked here, before any request. */
export function definition(
  given: CivitaiProviderSettings,
): ProviderDefinition<CivitaiImageModelId, CivitaiExtras, CivitaiModelOptions> {
  const settings = readSettings(given);
  const createLimiter = ({ rateLimit }: CivitaiModelOptions) => toRateLimiter(rateLimit, usualRateLimit);
  // One for all models, as they share the account.
  const limited = createLimiter(settings);
  return {
    backend(modelId, given) {
      const options = readModelOptions(given);
      const own = options.rateLimit === undefined ? limited : createLimiter(options);
      return createBackend(modelId, { ...settings, ...options }, own);
    },
    extras: { estimateCost: request => estimateCost(request, settings) },
  };
}
