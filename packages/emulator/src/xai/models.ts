import type { Resolution } from '../picture/pixel-size.ts';
import type { Quality } from './body.ts';

type Tier = 'low' | 'medium';

/** One model of the catalogue. Prices are in ticks: 10,000,000,000 are 1 USD. */
export interface ImageModelRow {
  readonly id: string;
  readonly aliases: readonly string[];
  /** Ids that are answered by this model at low quality, whatever quality is asked for. */
  readonly redirectedAtLow: readonly string[];
  readonly created: number;
  readonly version: string;
  /** In characters. */
  readonly maxPromptLength: number;
  /** What the catalogue shows as `image_price`. */
  readonly listPrice: number;
  readonly inputPrice: number;
  readonly prices: Readonly<Record<Tier, Readonly<Record<'1k' | '2k', number>>>>;
  /** Whether quality changes the price; the catalogue lists `pricing` only then. */
  readonly isTiered: boolean;
  /** What comes back whatever is asked for; absent where requests are honoured. */
  readonly delivers?: {
    readonly images: number;
    readonly format: 'url';
    readonly aspectRatio: string;
    readonly resolution: Resolution;
  };
}

const flat = { '1k': 200_000_000, '2k': 200_000_000 };

/**
 * Catalogue as api.x.ai answered it on 2026-09-08; input prices from docs.x.ai, October 2026; redirects of the retired
 * ids from the migration page, in force since 2026-11-02.
 */
export const xaiModels: readonly ImageModelRow[] = [
  {
    id: 'grok-imagine-image',
    aliases: ['grok-imagine-image-2026-03-02'],
    redirectedAtLow: [],
    created: 1_769_558_400,
    version: '1.0',
    maxPromptLength: 16_000,
    listPrice: 200_000_000,
    inputPrice: 20_000_000,
    prices: { low: flat, medium: flat },
    isTiered: false,
  },
  {
    id: 'grok-imagine-image-2.0',
    aliases: [],
    redirectedAtLow: [
      'grok-imagine-image-quality',
      'grok-imagine-image-quality-20260403',
      'grok-imagine-image-quality-latest',
      'grok-imagine-image-pro',
    ],
    created: 1_786_147_200,
    version: '2.0',
    maxPromptLength: 64_000,
    listPrice: 600_000_000,
    inputPrice: 100_000_000,
    prices: {
      low: { '1k': 400_000_000, '2k': 600_000_000 },
      medium: { '1k': 600_000_000, '2k': 800_000_000 },
    },
    isTiered: true,
  },
];

/** The model that serves an id. */
export interface ServedModel {
  readonly row: ImageModelRow;
  readonly forcedTier?: Tier;
}

/** `undefined` for an id that does not exist, or no longer, like `grok-2-image`. */
export function findModel(models: readonly ImageModelRow[], id: string): ServedModel | undefined {
  const row = models.find(each => each.id === id || each.aliases.includes(id));
  if (row !== undefined) return { row };
  const target = models.find(each => each.redirectedAtLow.includes(id));
  return target === undefined ? undefined : { row: target, forcedTier: 'low' };
}

/** What a request costs, in ticks. */
export interface PricedRequest {
  readonly model: ServedModel;
  readonly n: number;
  readonly inputs: number;
  readonly isEdit: boolean;
  readonly resolution: Resolution;
  readonly quality: Quality;
}

/**
 * `auto` is low for generations and medium for edits (docs.x.ai, August 2026). No price is published for `high` and for
 * 1.5k: the emulator charges the next price that is, medium and 2k.
 */
export function priceOf({ model, n, inputs, isEdit, resolution, quality }: PricedRequest): number {
  const { row, forcedTier } = model;
  const automatic = isEdit ? 'medium' : 'low';
  const asked = quality === 'auto' ? automatic : quality === 'low' ? 'low' : 'medium';
  return n * row.prices[forcedTier ?? asked][resolution === '1k' ? '1k' : '2k'] + inputs * row.inputPrice;
}
