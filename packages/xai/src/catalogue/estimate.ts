import { parseStrict, patternSchema, resolveShape, textSchema, wholeNumberSchema } from '@grok-image/core';
import { excerpt, lazy, longestName, suggestion } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { listModels } from './list-models.ts';
import { ticksToUsd, usdToTicks } from '../service/cost.ts';
import { entryOf, maxImagesOf, rulesOf, type XaiGatewayProfile } from '../gateways/profile.ts';
import { qualities, ratiosOfVersion2, resolutions } from '../gateways/models.ts';
import { hasTiers } from '../image/shape.ts';
import { signalSchema } from '../service/call-options.ts';
import type { XaiModelRules, XaiImageModelId, XaiQuality, XaiResolution } from '../gateways/models.ts';
import type { XaiModelPrices } from '../gateways/prices.ts';
import type { XaiProviderSettings } from '../service/settings.ts';

/** What a request would be, as far as its price depends on it. */
export interface XaiCostRequest {
  readonly model: XaiImageModelId;
  /** Images, default 1. */
  readonly n?: number | undefined;
  /** Counts as in a call: up to 1.5 megapixels are `'1k'`, more are `'2k'`. */
  readonly size?: string | undefined;
  /** Wins over `size`. Default `'1k'`; xAI publishes no price for `'1.5k'`. */
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
  /** Why there is no figure. */
  readonly reason?: string;
  /** Day of the prices, `YYYY-MM-DD`: of the table, or today if the catalogue was asked. Absent without prices. */
  readonly pricesAsOf?: string;
}

const requestSchema = lazy(() =>
  z.strictObject({
    model: textSchema(),
    n: wholeNumberSchema(1).default(1),
    size: patternSchema(
      /^[1-9]\d{0,5}x[1-9]\d{0,5}$/,
      "'widthxheight' in pixels, e.g. '1024x768'",
    ).optional(),
    resolution: z.enum(resolutions).optional(),
    quality: z.enum(qualities).default('auto'),
    sourceImages: wholeNumberSchema(0).default(0),
    live: z.boolean('true or false').default(false),
    abortSignal: signalSchema(),
  } satisfies Record<keyof XaiCostRequest, z.ZodType>),
);

/** Estimates the cost of a request by the prices of a service; see `XaiExtras`. */
export async function estimateCost(
  request: XaiCostRequest,
  profile: XaiGatewayProfile,
  settings: XaiProviderSettings,
): Promise<XaiCostEstimate> {
  const checked = parseStrict(requestSchema(), request, '');
  if (!checked.live) return estimateByTable(checked, profile);
  const tier = tierOf(checked, profile);
  return toEstimate(checked, tier, profile, await askCatalogue(checked, tier, profile, settings));
}

/** The same by the built-in table, without asking anybody, for a request that is checked. */
export function estimateByTable(request: XaiCostRequest, profile: XaiGatewayProfile): XaiCostEstimate {
  const tier = tierOf(request, profile);
  return toEstimate(request, tier, profile, lookUp(entryOf(profile.prices?.models, request.model), tier));
}

function tierOf(
  { model, size, resolution, quality = 'auto', sourceImages = 0 }: XaiCostRequest,
  profile: XaiGatewayProfile,
): Tier {
  const rules = rulesOf(profile, model);
  const automatic = sourceImages > 0 ? 'medium' : 'low';
  return {
    quality: rules.servedQuality ?? (quality === 'auto' ? automatic : quality),
    resolution: resolution ?? resolutionOf(size, rules, sourceImages) ?? '1k',
  };
}

function toEstimate(
  { model: modelId, n = 1, sourceImages = 0, live = false }: XaiCostRequest,
  tier: Tier,
  profile: XaiGatewayProfile,
  { isKnown, output }: Listed,
): XaiCostEstimate {
  const { prices: table, name } = profile;
  const inputUsd = sourceImages === 0 ? 0 : entryOf(table?.models, modelId)?.inputUsd;
  const pricesAsOf = live ? new Date().toISOString().slice(0, 10) : table?.asOf;
  const asOf = pricesAsOf === undefined ? {} : { pricesAsOf };
  if (!isKnown) return { reason: explainModel(modelId, profile, live), ...asOf };
  if (output === undefined) {
    const { resolution } = tier;
    const reason = `${name} has no published price of ${modelId} at resolution ${resolution} and quality ${tier.quality}.`;
    return { reason, ...asOf };
  }
  if (inputUsd === undefined) {
    return { reason: `${name} has no published price of a source image for ${modelId}.`, ...asOf };
  }
  const requests = Math.ceil(n / maxImagesOf(profile, modelId));
  const costTicks = n * output + requests * sourceImages * usdToTicks(inputUsd);
  return { costUsd: ticksToUsd(costTicks), costTicks, ...asOf };
}

/** As in a call, which refuses a shape that the model does not have; an edit of one image keeps the shape of that image. */
function resolutionOf(
  size: string | undefined,
  rules: XaiModelRules,
  sourceImages: number,
): XaiResolution | undefined {
  const ratios = sourceImages === 1 ? undefined : (rules.ratios ?? ratiosOfVersion2);
  return resolveShape({ aspectRatio: undefined, size }, { ratios, resolutions: hasTiers(rules) }).resolution;
}

/** Why nothing is known of a model. */
function explainModel(modelId: string, profile: XaiGatewayProfile, live: boolean): string {
  const { name, prices } = profile;
  const { retired } = rulesOf(profile, modelId);
  if (retired !== undefined) return retired;
  const id = excerpt(modelId, longestName);
  if (live) return `The catalogue of ${name} does not list ${id}.`;
  if (prices === undefined) return `${name} publishes no prices, as far as is known here.`;
  return `The price of ${id} at ${name} is not known. Known: ${suggestion([id], Object.keys(prices.models))}.`;
}

/** What an image is billed by. */
interface Tier {
  readonly quality: keyof XaiModelPrices['outputUsd'];
  readonly resolution: XaiResolution;
}

/** What a list of prices says. */
interface Listed {
  /** Whether it has the model. */
  readonly isKnown: boolean;
  /** Ticks for one image; absent without a price for this tier. */
  readonly output: number | undefined;
}

function lookUp(prices: XaiModelPrices | undefined, { quality, resolution }: Tier): Listed {
  const usd = (prices?.outputUsd.flat ?? prices?.outputUsd[quality])?.[resolution];
  return { isKnown: prices !== undefined, output: usd === undefined ? undefined : usdToTicks(usd) };
}

async function askCatalogue(
  { model: modelId, abortSignal }: XaiCostRequest,
  tier: Tier,
  profile: XaiGatewayProfile,
  settings: XaiProviderSettings,
): Promise<Listed> {
  const models = await listModels(profile, settings, { abortSignal });
  const model = models.find(({ id, aliases }) => id === modelId || aliases.includes(modelId));
  // A flat price is that of 1k and 2k; whether it is that of 1.5k too is not published.
  const flat = tier.resolution === '1.5k' ? undefined : tier.resolution;
  const output = model?.prices.find(
    ({ quality = tier.quality, resolution = flat }) =>
      quality === tier.quality && resolution === tier.resolution,
  )?.costTicks;
  return { isKnown: model !== undefined, output };
}
