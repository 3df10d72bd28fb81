import type { XaiQuality, XaiResolution } from './models.ts';

/** USD by resolution. */
type TierPrices = { readonly [RESOLUTION in XaiResolution]?: number | undefined };

/** Price of one image in USD by served quality and resolution, and of one source image of an edit. */
export interface XaiModelPrices {
  /** `flat` where quality has no price of its own. */
  readonly outputUsd: {
    readonly [QUALITY in 'flat' | XaiQuality]?: TierPrices | undefined;
  };
  /** Absent where edits are not offered. */
  readonly inputUsd?: number | undefined;
}

/** Prices of a service on one day. */
export interface XaiPriceTable {
  /** Day on which they were last compared with the source, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** By model id. */
  readonly models: Readonly<Record<string, XaiModelPrices>>;
}

/** docs.x.ai, models and pricing; live catalogue of 2026-09-08. */
const version1: XaiModelPrices = { outputUsd: { flat: { '1k': 0.02, '2k': 0.02 } }, inputUsd: 0.002 };

/** Live catalogue of 2026-09-08 and docs.x.ai of 2026-10-13. */
const version2: XaiModelPrices = {
  outputUsd: { low: { '1k': 0.04, '2k': 0.06 }, medium: { '1k': 0.06, '2k': 0.08 } },
  inputUsd: 0.01,
};

/** What xAI charges (docs.x.ai and the live model catalogue). */
export const xaiPrices: XaiPriceTable = {
  asOf: '2026-11-20',
  models: {
    'grok-imagine-image': version1,
    'grok-imagine-image-2026-03-02': version1,
    'grok-imagine-image-2.0': version2,
    'grok-imagine-image-quality': version2,
    'grok-imagine-image-quality-20260403': version2,
    'grok-imagine-image-quality-latest': version2,
    'grok-imagine-image-pro': version2,
  },
};

/** What Crazyrouter charges (its page "Grok Image Models"); its pricing page and usage log are the source of truth. */
export const crazyrouterPrices: XaiPriceTable = {
  asOf: '2026-04-18',
  models: {
    'grok-imagine-image': { outputUsd: { flat: { '1k': 0.02, '2k': 0.02 } } },
    // $0.08 * 0.55
    'grok-4-image': { outputUsd: { flat: { '1k': 0.044, '2k': 0.044 } } },
  },
};
