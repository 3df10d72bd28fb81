/** Image model ids of xAI; any other id is passed on with the most permissive rules. */
export type XaiImageModelId =
  | 'grok-imagine-image'
  | 'grok-imagine-image-2.0'
  | 'grok-imagine-image-quality'
  | 'grok-imagine-image-pro'
  | (string & {});

export type XaiResolution = '1k' | '1.5k' | '2k';
export type XaiQuality = 'low' | 'medium' | 'high' | 'auto';

/** Price of one image in USD by served quality and resolution, and of one source image of an edit. */
export interface ModelPrices {
  /** `flat` where quality has no price of its own. */
  readonly outputUsd: Readonly<
    Partial<Record<'flat' | XaiQuality, Readonly<Partial<Record<XaiResolution, number>>>>>
  >;
  readonly inputUsd: number;
}

/** What is known of a model. */
export interface XaiModel {
  /** Ratios it makes; `undefined` passes any on. */
  readonly ratios: readonly string[] | undefined;
  /** Whether the request may say a quality. */
  readonly hasQuality: boolean;
  /** Quality that is billed whatever was asked. */
  readonly servedQuality?: 'low';
  readonly prices?: ModelPrices;
  /** Told as a warning on every call: the id still works, but means something else now. */
  readonly deprecated?: string;
  /** Told when the service does not know the id any more. */
  readonly retired?: string;
}

/** Ratios of the first Imagine model (docs.x.ai, image generation guide, 2026-07); `21:9` and `5:2` are unproven there. */
const ratiosOfVersion1 = '1:1 3:4 4:3 9:16 16:9 2:3 3:2 9:19.5 19.5:9 9:20 20:9 1:2 2:1 auto'.split(' ');
/** `21:9` and `5:2` came with version 2.0 (docs.x.ai, 2026-08). It makes every ratio that the API has a word for. */
export const ratiosOfVersion2: readonly string[] = [...ratiosOfVersion1, '21:9', '5:2'];

/** Day on which the prices below were last compared with docs.x.ai and the live model catalogue. */
export const pricesAsOf = '2026-11-20';

const version1: XaiModel = {
  ratios: ratiosOfVersion1,
  hasQuality: false,
  // docs.x.ai, models and pricing; live catalogue of 2026-09-08.
  prices: { outputUsd: { flat: { '1k': 0.02, '2k': 0.02 } }, inputUsd: 0.002 },
};

const version2: XaiModel = {
  ratios: ratiosOfVersion2,
  hasQuality: true,
  // Live catalogue of 2026-09-08 and docs.x.ai of 2026-10-13.
  prices: {
    outputUsd: { low: { '1k': 0.04, '2k': 0.06 }, medium: { '1k': 0.06, '2k': 0.08 } },
    inputUsd: 0.01,
  },
};

/** Slugs that xAI has redirected to version 2.0 at low quality since 2026-11-02 (docs.x.ai, migration page). */
const redirected: XaiModel = {
  ...version2,
  servedQuality: 'low',
  deprecated:
    'xAI has served this id by grok-imagine-image-2.0 at low quality since 2026-11-02; use that id.',
};

const grok2: XaiModel = {
  ratios: undefined,
  hasQuality: true,
  retired: 'xAI retired this model on 2026-05-15; use grok-imagine-image.',
};

const models: Readonly<Record<string, XaiModel>> = {
  'grok-imagine-image': version1,
  'grok-imagine-image-2026-03-02': version1,
  'grok-imagine-image-2.0': version2,
  'grok-imagine-image-quality': redirected,
  'grok-imagine-image-quality-20260403': redirected,
  'grok-imagine-image-quality-latest': redirected,
  'grok-imagine-image-pro': redirected,
  'grok-2-image': grok2,
  'grok-2-image-latest': grok2,
  'grok-2-image-1212': grok2,
};

const unknownModel: XaiModel = { ratios: undefined, hasQuality: true };

/** What is known of a model id; an unknown one gets the most permissive rules and no price. */
export function modelOf(modelId: string): XaiModel {
  return Object.hasOwn(models, modelId) ? (models[modelId] ?? unknownModel) : unknownModel;
}
