import type {
  ImageBackend,
  ModelChanges,
  PortCall,
  ProviderDefinition,
  RateLimiter,
  UploadTarget,
} from '@grok-image/core';
import { noSuchModel, toRateLimiter, workflowPrototype, type WorkflowModel } from '@grok-image/core/internal';
import { createBackend } from '../image/backend.ts';
import type { XaiBatches } from '../batch/api.ts';
import { createBatches } from '../batch/batches.ts';
import { createEmpty } from '../batch/create.ts';
import type { XaiCatalogueModel } from '../catalogue/model.ts';
import { estimateCost, type XaiCostEstimate, type XaiCostRequest } from '../catalogue/estimate.ts';
import { listModels } from '../catalogue/list-models.ts';
import type { XaiFiles } from '../files/api.ts';
import { createFiles } from '../files/files.ts';
import type { XaiImageModelId } from '../gateways/models.ts';
import { readCallOptions } from '../service/call-options.ts';
import { readModelOptions, readSettings } from '../service/read-settings.ts';
import { documentedRateLimit, type XaiModelOptions, type XaiProviderSettings } from '../service/settings.ts';
import { connectTo, type XaiService } from '../service/send.ts';
import type { XaiCallOptions } from '../service/transport.ts';
import { createPort, describePrice } from './port.ts';

/** What the provider offers beside models. */
export interface XaiExtras {
  /**
   * Estimates the cost of a request from a built-in table, without asking anybody, or with `live: true` by the service's
   * own catalogue. Source images are billed once a request, so an `n` that is split bills them again for every request.
   *
   * @throws InvalidArgumentError for a count that is not a whole number or a name that is not known, naming the field; with `live`, as `models`
   * @example
   * await grok.estimateCost({ model: 'grok-imagine-image', n: 4 }); // { costUsd: 0.08, ... }
   */
  estimateCost(request: XaiCostRequest): Promise<XaiCostEstimate>;
  /**
   * Lists the image models of xAI with their prices, or all the models of a gateway, as far as the key may use them.
   *
   * @throws UnsupportedFunctionalityError where a gateway has no list, LoadAPIKeyError, APICallError
   * @example
   * for (const { id, prices } of await grok.models()) console.log(id, prices[0]?.costUsd);
   */
  models(options?: XaiCallOptions): Promise<XaiCatalogueModel[]>;
  /** Always throws NoSuchModelError; `@ai-sdk/xai` has language models under this name. */
  responses(modelId: string): never;
  /** The same for embeddings, by their former name. */
  textEmbeddingModel(modelId: string): never;
  /** xAI's Files API. */
  readonly files: XaiFiles;
  /** xAI's Batch API, for images. */
  readonly batch: XaiBatches;
}

/**
 * What `createProvider…` of core needs, from the settings; checked here, before any request.
 *
 * @param modelClass - what the models are instances of
 */
export function definition(
  given: XaiProviderSettings,
  modelClass: typeof WorkflowModel,
): ProviderDefinition<XaiImageModelId, XaiExtras, XaiModelOptions> & { readonly service: XaiService } {
  const { warnings, ...service } = readSettings(given);
  const { profile, settings } = service;
  // Made once to check the setting before anything is sent.
  createLimiter(settings);
  // One a model, as xAI counts each model of a team by itself (docs.x.ai, rate limits, 2026-07).
  const limiters = new Map<string, RateLimiter | undefined>();
  const limiterOf = (modelId: string) => {
    if (!limiters.has(modelId)) limiters.set(modelId, createLimiter(settings));
    return limiters.get(modelId);
  };
  const batches = createBatches(service);
  const createBatch = (name: string, call: PortCall) => createEmpty(connectTo('batch', service)(call), name);
  const toBackend = (
    modelId: XaiImageModelId,
    options: XaiModelOptions,
    uploadTo?: readonly UploadTarget[],
    limiter?: RateLimiter,
  ): ImageBackend => {
    const own = { ...settings, ...options };
    const ofOptions = () => (options.rateLimit === undefined ? limiterOf(modelId) : createLimiter(options));
    const limited = limiter ?? ofOptions();
    const target = { modelId, profile, settings: own, limited, warnings, uploadTo };
    const remake = (other: XaiModelOptions, targets: ModelChanges['uploadTo']) => {
      const changes = readModelOptions(other);
      // It has counted what was sent before.
      const same = changes.rateLimit === undefined ? limited : undefined;
      return toBackend(modelId, { ...options, ...changes }, targets ?? uploadTo, same);
    };
    return {
      ...createBackend(target),
      prototype: workflowPrototype(modelClass, {
        modelId,
        settings: own,
        service: profile.name,
        variables: profile.apiKeyVariables,
      }),
      describePrice: parameters => describePrice(parameters, target),
      port: createPort({ target, batches, createBatch, remake }),
    };
  };
  return {
    service,
    backend: (modelId, options) => toBackend(modelId, readModelOptions(options)),
    extras: {
      estimateCost: async request => estimateCost(request, profile, settings),
      responses: noSuchModel('languageModel'),
      textEmbeddingModel: noSuchModel('embeddingModel'),
      models: async options => listModels(profile, settings, readCallOptions(options)),
      files: createFiles(service),
      batch: batches,
    },
  };
}

function createLimiter({ rateLimit }: XaiModelOptions): RateLimiter | undefined {
  return toRateLimiter(rateLimit, documentedRateLimit);
}
