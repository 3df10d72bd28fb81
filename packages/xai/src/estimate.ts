import { invalidArgument } from '@grok-image/core';
import { ticksToUsd, usdToTicks } from './cost.ts';
import { modelOf, pricesAsOf, type XaiImageModelId } from './models.ts';

/** What a request would be, as far as its price depends on it. */
export interface XaiCostRequest {
  readonly model: XaiImageModelId;
  /** Images, default 1. */
  readonly n?: number;
  /** Default `'1k'`. */
  readonly resolution?: '1k' | '2k';
  /** Default `'auto'`: low for text-to-image, medium for edits. Only grok-imagine-image-2.0 has qualities. */
  readonly quality?: 'low' | 'medium' | 'auto';
  /** Source images of an edit, default 0. */
  readonly sourceImages?: number;
}

/** What a request would cost. */
export interface XaiCostEstimate {
  /** USD; absent when xAI publishes no price for the model. */
  readonly costUsd?: number;
  /** The same in ticks of 1/10,000,000,000 USD, exact. */
  readonly costTicks?: number;
  /** Day of the price table, `YYYY-MM-DD`. */
  readonly pricesAsOf: string;
}

/** Most images one billed request can make; every further request bills its source images again. */
const imagesPerRequest = 10;

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
  const output = prices?.outputUsd.flat ?? prices?.outputUsd[billed];
  if (prices === undefined || output === undefined) return { pricesAsOf };

  const requests = Math.ceil(n / imagesPerRequest);
  const costTicks =
    n * usdToTicks(output[resolution]) + requests * sourceImages * usdToTicks(prices.inputUsd);
  return { costUsd: ticksToUsd(costTicks), costTicks, pricesAsOf };
}

function checkCount(field: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw invalidArgument(field, value, `a whole number from ${least}`);
}
