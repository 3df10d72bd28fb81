import type { BulkJob } from '@grok-image/bulk';
import { recoveryPortOf, type GenerationCost, type ImageModelCallOptions } from '@grok-image/core';
import type { ImageModelFileOptions } from '@grok-image/core/internal';
import { addCosts } from '../output/amounts.ts';
import { optionsKeyOf } from '../services/model-options.ts';
import type { Model, OpenService } from '../services/open.ts';
import { readSources } from './sources.ts';

/**
 * What a call would cost; `undefined` where no price is known. xAI and its gateways are priced by their published tables,
 * Civitai is asked.
 *
 * @throws InvalidArgumentError for what the call would be refused for; LoadAPIKeyError, APICallError where a service is asked
 */
export async function priceOf(
  model: Model,
  call: ImageModelCallOptions & ImageModelFileOptions,
): Promise<GenerationCost | undefined> {
  return recoveryPortOf(model)?.price(call);
}

/** What jobs would cost together. */
export interface PriceOfJobs {
  readonly cost: GenerationCost;
  readonly images: number;
  /** Jobs whose price is not known. */
  readonly unpriced: number;
}

/**
 * What jobs would cost. Jobs that differ in their prompt only are priced once.
 *
 * @throws as `priceOf`
 */
export async function priceOfJobs(
  jobs: Iterable<BulkJob> | AsyncIterable<BulkJob>,
  { service, modelId }: { readonly service: OpenService; readonly modelId: string },
): Promise<PriceOfJobs> {
  const prices = new Map<string, GenerationCost | undefined>();
  let [cost, images, unpriced]: [GenerationCost, number, number] = [{}, 0, 0];
  for await (const { prompt, name: _name, images: sources, ...job } of jobs) {
    const { model = modelId, n = 1, size, aspectRatio, seed, options = {} } = job;
    const key = JSON.stringify([job, sources?.length]);
    if (!prices.has(key)) {
      const files = await readSources(sources);
      const providerOptions = { [optionsKeyOf(service.choice)]: options };
      const call = { prompt, n, size, aspectRatio, seed, files, mask: undefined, providerOptions };
      prices.set(key, await priceOf(service.model(model), call));
    }
    const price = prices.get(key);
    images += n;
    if (price === undefined) unpriced += 1;
    else cost = addCosts([cost, price]);
  }
  return { cost, images, unpriced };
}
