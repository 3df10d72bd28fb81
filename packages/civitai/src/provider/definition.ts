import type { ImageBackend, ProviderDefinition, RateLimiter } from '@grok-image/core';
import { toRateLimiter, workflowPrototype, type WorkflowModel } from '@grok-image/core/internal';
import { apiKeyVariables } from '../service/connection.ts';
import type { CivitaiCostRequest, CivitaiEngineCostRequest } from '../estimate/cost-request.ts';
import { estimateCost, type CivitaiCostEstimate } from '../estimate/estimate.ts';
import type { CivitaiModelInfo, CivitaiModelsOptions } from '../estimate/list-models.ts';
import { createBackend } from '../image/backend.ts';
import { modelOf, type CivitaiImageModelId } from '../image/models.ts';
import { readModelOptions, readSettings } from '../service/read-settings.ts';
import {
  usualRateLimit,
  type CivitaiModelOptions,
  type CivitaiProviderSettings,
} from '../service/settings.ts';
import { createPort } from './port.ts';

/** What the provider offers beside models. */
export interface CivitaiExtras {
  /**
   * Asks Civitai what a request would cost, in Buzz. Nothing is run or charged.
   *
   * @throws InvalidArgumentError, LoadAPIKeyError before anything is sent; APICallError; the abort reason
   * @example
   * const { totalBuzz } = await civitai.estimateCost({ model: 'grok-imagine-image', n: 4 }); // about 104
   */
  readonly estimateCost: (
    request: CivitaiCostRequest | CivitaiEngineCostRequest,
  ) => Promise<CivitaiCostEstimate>;
  /**
   * Lists the models with what each can do, and with `prices` what one image of it costs, which asks Civitai some sixty
   * times; nothing is run or charged.
   *
   * @throws InvalidArgumentError for an option that is not known; LoadAPIKeyError where prices are asked for; the abort reason
   * @example
   * for (const { id, operations } of await civitai.models()) console.log(id, operations);
   */
  readonly models: (options?: CivitaiModelsOptions) => Promise<CivitaiModelInfo[]>;
}

/**
 * What `createProvider…` of core needs, from the settings; checked here, before any request.
 *
 * @param modelClass - what the models are instances of
 */
export function definition(
  given: CivitaiProviderSettings,
  modelClass: typeof WorkflowModel,
): ProviderDefinition<CivitaiImageModelId, CivitaiExtras, CivitaiModelOptions> {
  const settings = readSettings(given);
  // One for all models, as they share the account.
  const limited = createLimiter(settings);
  const toBackend = (
    modelId: CivitaiImageModelId,
    options: CivitaiModelOptions,
    limiter?: RateLimiter,
  ): ImageBackend => {
    const own = limiter ?? (options.rateLimit === undefined ? limited : createLimiter(options));
    const model = modelOf(modelId);
    const target = { modelId, model, settings: { ...settings, ...options }, limited: own };
    const remake = (other: CivitaiModelOptions) => {
      const changes = readModelOptions(other);
      // It has counted what was sent before.
      const same = changes.rateLimit === undefined ? own : undefined;
      return toBackend(modelId, { ...options, ...changes }, same);
    };
    return {
      ...createBackend(target),
      port: createPort(target, remake),
      prototype: workflowPrototype(modelClass, {
        modelId,
        settings: target.settings,
        service: 'Civitai',
        variables: apiKeyVariables,
      }),
    };
  };
  return {
    backend: (modelId, options) => toBackend(modelId, readModelOptions(options)),
    extras: {
      estimateCost: request => estimateCost(request, settings),
      async models(options = {}) {
        const { listModels } = await import('../estimate/list-models.ts');
        return listModels(options, settings);
      },
    },
  };
}

function createLimiter({ rateLimit }: CivitaiModelOptions): RateLimiter | undefined {
  return toRateLimiter(rateLimit, usualRateLimit);
}
