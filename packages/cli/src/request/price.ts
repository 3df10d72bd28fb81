import { recoveryPortOf, type GenerationCost, type ImageModelCallOptions } from '@grok-image/core';
import type { ImageModelFileOptions } from '@grok-image/core/internal';
import type { Model } from '../services/open.ts';

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
