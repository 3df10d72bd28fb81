import type { Resolution } from '../picture/pixel-size.ts';
import { hash } from '../world/random.ts';
import type { ImageBody } from './body.ts';

/** Ticks for an image; 10,000,000,000 are 1 USD. */
type Prices = Readonly<Record<'1k' | '2k', number>>;

export interface ImageModelRow {
  readonly id: string;
  readonly aliases: readonly string[];
  /** Ids that are answered by this model at low quality, whatever quality is asked for. */
  readonly redirectedAtLow: readonly string[];
  readonly created: number;
  readonly version: string;
  readonly maxPromptLength: number;
  readonly inputPrice: number;
  /** The catalogue shows `pricing` only where quality changes the price. */
  readonly prices: { readonly low: Prices; readonly medium: Prices };
  /** What comes back whatever is asked for; absent where requests are honoured. */
  readonly delivers?: {
    readonly images: number;
    readonly format: 'url';
    readonly aspectRatio: string;
    readonly resolution: Resolution;
  };
}

/** A model with the same price for every quality, and no name but its id. */
export function flatModel(id: string, at1k: number, at2k: number = at1k): ImageModelRow {
  const price = { '1k': at1k, '2k': at2k };
  return {
    id,
    aliases: [],
    redirectedAtLow: [],
    created: 1_769_558_400,
    version: '1.0',
    maxPromptLength: 16_000,
    inputPrice: 0,
    prices: { low: price, medium: price },
  };
}

/**
 * Catalogue as api.x.ai answered it on 2026-09-08; input prices from docs.x.ai, October 2026; redirects of the retired
 * ids from the migration page, in force since 2026-11-02.
 */
export const xaiModels: readonly ImageModelRow[] = [
  {
    ...flatModel('grok-imagine-image', 200_000_000),
    aliases: ['grok-imagine-image-2026-03-02'],
    inputPrice: 20_000_000,
  },
  {
    ...flatModel('grok-imagine-image-2.0', 0),
    redirectedAtLow: [
      'grok-imagine-image-quality',
      'grok-imagine-image-quality-20260403',
      'grok-imagine-image-quality-latest',
      'grok-imagine-image-pro',
    ],
    created: 1_786_147_200,
    version: '2.0',
    maxPromptLength: 64_000,
    inputPrice: 100_000_000,
    prices: {
      low: { '1k': 400_000_000, '2k': 600_000_000 },
      medium: { '1k': 600_000_000, '2k': 800_000_000 },
    },
  },
];

export interface ServedModel {
  readonly row: ImageModelRow;
  readonly forcedTier?: 'low';
}

/** `undefined` for an id that does not exist, or no longer, like `grok-2-image`. */
export function findModel(models: readonly ImageModelRow[], id: string): ServedModel | undefined {
  const row = models.find(each => each.id === id || each.aliases.includes(id));
  if (row !== undefined) return { row };
  const target = models.find(each => each.redirectedAtLow.includes(id));
  return target === undefined ? undefined : { row: target, forcedTier: 'low' };
}

/**
 * Ticks for one image. `auto` is low for generations and medium for edits (docs.x.ai, August 2026). No price is published for
 * `high` and for 1.5k: the emulator charges the next price that is, medium and 2k.
 */
export function priceOf(
  { row, forcedTier }: ServedModel,
  isEdit: boolean,
  { resolution = '1k', quality = 'auto' }: Pick<ImageBody, 'resolution' | 'quality'>,
): number {
  const isLow = quality === 'low' || (quality === 'auto' && !isEdit);
  return row.prices[forcedTier ?? (isLow ? 'low' : 'medium')][resolution === '1k' ? '1k' : '2k'];
}

/** A model as `/models` of OpenAI-style gateways shows it. */
export function renderOpenaiModel({ id, created }: ImageModelRow): object {
  return { id, created, object: 'model', owned_by: 'xai' };
}

/** A model as xAI's `/models` shows it. Prices are ticks. */
export function renderModel(row: ImageModelRow): object {
  const { aliases, redirectedAtLow, maxPromptLength: context_length, prices } = row;
  const names = [...aliases, ...redirectedAtLow];
  return { ...renderOpenaiModel(row), aliases: names, context_length, image_price: prices.medium['1k'] };
}

/** A model as `/image-generation-models` shows it. Prices are ticks. */
export function renderImageModel(row: ImageModelRow): object {
  const { id, version, maxPromptLength, prices } = row;
  const pricing = Object.entries(prices).flatMap(([quality, tiers]) =>
    Object.entries(tiers).map(([resolution, price_per_image]) => ({ quality, resolution, price_per_image })),
  );
  return {
    ...renderOpenaiModel(row),
    fingerprint: `fp_${hash(`${id} ${version}`).toString(16).padStart(8, '0')}`,
    max_prompt_length: maxPromptLength,
    version,
    input_modalities: ['text', 'image'],
    output_modalities: ['image'],
    image_price: prices.medium['1k'],
    aliases: [...row.aliases, ...row.redirectedAtLow],
    ...(prices.low === prices.medium ? {} : { pricing }),
  };
}
