import { invalidArgument } from '@grok-image/core';
import { ticksToUsd, usdToTicks } from './cost.ts';
import { xaiProfile } from './gateway.ts';
import { modelOf, pricesAsOf, type XaiImageModelId, type XaiQuality, type XaiResolution } from './models.ts';

/** What a request would be, as far as its price depends on it. */
export interface XaiCostRequest {
  readonly model: XaiImageModelId;
  /** Images, default 1. */
  readonly n?: number | undefined;
  /** Default `'1k'`; xAI publishes no price for `'1.5k'`. */
  readonly resolution?: XaiResolution | undefined;
  /**
   * Default `'auto'`: low for text-to-image, medium for edits. Only grok-imagine-image-2.0 has qualities; xAI publishes
   * no price for `'high'`.
   */
  readonly quality?: XaiQuality | undefined;
  /** Source images of an edit, default 0. */
  readonly sourceImages?: number | undefined;
}

/** What a request would cost. */
export interface XaiCostEstimate {
  /** USD; absent when xAI publishes no price for the model, quality or resolution. */
  readonly costUsd?: number;
  /** The same in ticks of 1/10,000,000,000 USD, exact. */
  readonly costTicks?: number;
  /** Day of the price table, `YYYY-MM-DD`. */
  readonly pricesAsOf: string;
}

/**
 * Estimates the cost of a request from the built-in price table, without asking xAI. Source images are billed once a
 * request, so `n` above 10 bills them again for every ten images.
 *
 * @throws InvalidArgumentError for a count that is not a whole number, naming the field
 * @example
 * await grok.estimateCost({ model: 'grok-imagine-image', n: 4 }); // { costUsd: 0.08, ... }
 */
export async function estimateCost(request: XaiCostRequest): Promise<XaiCostEstimate> {
  const { model: modelId, n = 1, resolution = '1k', quality = 'auto', sourceImages = 0 } = request;
  checkCount('n', n, 1);
  checkCount('sourceImages', sourceImages, 0);
  const { prices, servedQuality } = modelOf(modelId);
  const automatic = sourceImages > 0 ? 'medium' : 'low';
  const billed = servedQuality ?? (quality === 'auto' ? automatic : quality);
  const output = (prices?.outputUsd.flat ?? prices?.outputUsd[billed])?.[resolution];
  if (prices === undefined || output === undefined) return { pricesAsOf };

  const requests = Math.ceil(n / xaiProfile.maxImagesPerRequest);
  const costTicks = n * usdToTicks(output) + requests * sourceImages * usdToTicks(prices.inputUsd);
  return { costUsd: ticksToUsd(costTicks), costTicks, pricesAsOf };
}

function checkCount(field: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw invalidArgument(field, value, `a whole number from ${least}`);
}
