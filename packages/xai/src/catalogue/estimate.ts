import { parseStrict, textSchema, wholeNumberSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { listModels } from './list-models.ts';
import { ticksToUsd, usdToTicks } from '../service/cost.ts';
import { entryOf, maxImagesOf, rulesOf, type GatewayProfile } from '../gateways/profile.ts';
import { qualities, resolutions } from '../gateways/models.ts';
import type { XaiImageModelId, XaiQuality, XaiResolution } from '../gateways/models.ts';
import type { ModelPrices } from '../gateways/prices.ts';
import type { GrokProviderSettings } from '../service/settings.ts';

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
  /** Whether to ask the service's catalogue for the price of an image, default `false`. It lists none for source images. */
  readonly live?: boolean | undefined;
  /** Ends a live question. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** What a request would cost. */
export interface XaiCostEstimate {
  /** USD; absent when no price is known for the model, quality or resolution. */
  readonly costUsd?: number;
  /** The same in ticks of 1/10,000,000,000 USD, exact. */
  readonly costTicks?: number;
  /** Day of the prices, `YYYY-MM-DD`: of the table, or today if the catalogue was asked. Absent without prices. */
  readonly pricesAsOf?: string;
}

const requestSchema = z.strictObject({
  model: textSchema(),
  n: wholeNumberSchema(1).default(1),
  resolution: z.enum(resolutions).default('1k'),
  quality: z.enum(qualities).default('auto'),
  sourceImages: wholeNumberSchema(0).default(0),
  live: z.boolean('true or false').default(false),
  /** Passed on as it is. */
  abortSignal: z.unknown().optional(),
});

/** Estimates the cost of a request by the prices of a service; see `GrokExtras`. */
export async function estimateCost(
  request: XaiCostRequest,
  profile: GatewayProfile,
  settings: GrokProviderSettings,
): Promise<XaiCostEstimate> {
  const checked = parseStrict(requestSchema, request, '');
  const { model: modelId, n, resolution, quality, sourceImages, live } = checked;
  const { prices: table } = profile;
  const prices = entryOf(table?.models, modelId);
  const { servedQuality } = rulesOf(profile, modelId);
  const automatic = sourceImages > 0 ? 'medium' : 'low';
  const tier = { quality: servedQuality ?? (quality === 'auto' ? automatic : quality), resolution };

  const output = live
    ? await askCatalogue(request, tier, profile, settings)
    : usdToTicksIfKnown((prices?.outputUsd.flat ?? prices?.outputUsd[tier.quality])?.[resolution]);
  const input = sourceImages === 0 ? 0 : usdToTicksIfKnown(prices?.inputUsd);
  const pricesAsOf = live ? new Date().toISOString().slice(0, 10) : table?.asOf;
  const asOf = pricesAsOf === undefined ? {} : { pricesAsOf };
  if (output === undefined || input === undefined) return asOf;

  const requests = Math.ceil(n / maxImagesOf(profile, modelId));
  const costTicks = n * output + requests * sourceImages * input;
  return { costUsd: ticksToUsd(costTicks), costTicks, ...asOf };
}

/** What an image is billed by. */
interface Tier {
  readonly quality: keyof ModelPrices['outputUsd'];
  readonly resolution: XaiResolution;
}

async function askCatalogue(
  { model: modelId, abortSignal }: XaiCostRequest,
  tier: Tier,
  profile: GatewayProfile,
  settings: GrokProviderSettings,
): Promise<number | undefined> {
  const models = await listModels(profile, settings, { abortSignal });
  const model = models.find(({ id, aliases }) => id === modelId || aliases.includes(modelId));
  // A flat price is that of 1k and 2k; whether it is that of 1.5k too is not published.
  const flat = tier.resolution === '1.5k' ? undefined : tier.resolution;
  return model?.prices.find(
    ({ quality = tier.quality, resolution = flat }) =>
      quality === tier.quality && resolution === tier.resolution,
  )?.costTicks;
}

function usdToTicksIfKnown(usd: number | undefined): number | undefined {
  return usd === undefined ? undefined : usdToTicks(usd);
}
