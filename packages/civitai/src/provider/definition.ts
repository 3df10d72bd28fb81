import type { ProviderDefinition } from '@grok-image/core';
import type { CivitaiCostRequest } from '../estimate/cost-request.ts';
import { estimateCost, type CivitaiCostEstimate } from '../estimate/estimate.ts';
import { createBackend } from '../image/backend.ts';
import type { CivitaiImageModelId } from '../image/models.ts';
import { readSettings } from '../service/read-settings.ts';
import type { CivitaiProviderSettings } from '../service/settings.ts';

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
): ProviderDefinition<CivitaiImageModelId, CivitaiExtras> {
  const settings = readSettings(given);
  return {
    backend: modelId => createBackend(modelId, settings),
    extras: { estimateCost: request => estimateCost(request, settings) },
  };
}
