import { nearest } from '@grok-image/core/internal';

/** Ids of Grok; any other is passed on with the most permissive rules, see `grokOf`. */
export type GrokModelId = 'grok-imagine-image' | 'grok-imagine-image-2.0' | 'grok';

/** What is known of a model of Grok. */
export interface GrokModel {
  /** Its id without aliases. */
  readonly id: string;
  /** `version` of the engine `grok`. */
  readonly version: string;
  /** Ratios of text-to-image; `undefined` passes any on. */
  readonly ratios: readonly string[] | undefined;
  /** Ratios of an edit; `undefined` passes any on, an empty list has none: an edit keeps the shape of its source. */
  readonly editRatios: readonly string[] | undefined;
  /** Whether a request may say resolution and quality. */
  readonly hasTiers: boolean;
  /** Buzz for one image, where published; the service itself is asked by `estimateCost`. */
  readonly buzz?: { readonly image: number; readonly edit: number } | undefined;
}

/** Most images one step makes (Civitai orchestration OpenAPI document v2, 2026-08-20). */
export const maxImagesPerStep = 4;

/** Most source images of an edit (same source). */
export const maxSources = 3;

/** Ratios of the engine `grok`, both versions (developer.civitai.com, Grok recipe, 2026-08). */
const ratios = [
  '2:1',
  '20:9',
  '19.5:9',
  '16:9',
  '4:3',
  '3:2',
  '1:1',
  '2:3',
  '3:4',
  '9:16',
  '9:19.5',
  '9:20',
  '1:2',
] as const;

/** A ratio in the wire's words: one that is known, or any other `width:height`. */
export type CivitaiAspectRatio = (typeof ratios)[number] | 'auto' | (string & {});

/** Prices: the Grok recipe of developer.civitai.com, 2026-08; those of version 2 are not published. */
const version1: GrokModel = {
  id: 'grok-imagine-image',
  version: 'v1.0',
  ratios,
  editRatios: [],
  hasTiers: false,
  buzz: { image: 26, edit: 29 },
};

/** Tiers and the ratios of edits: Civitai orchestration OpenAPI document v2, 2026-08-20. */
const version2: GrokModel = {
  id: 'grok-imagine-image-2.0',
  version: 'v2.0',
  ratios,
  editRatios: ['auto', ...ratios],
  hasTiers: true,
};

const models: Readonly<Record<string, GrokModel>> = {
  [version1.id]: version1,
  [version2.id]: version2,
  grok: version2,
  // What xAI calls the first one too (GET /v1/image-generation-models, 2026-09-08).
  'grok-imagine-image-2026-03-02': version1,
};

/** Ids that are known. */
export const grokIds: readonly string[] = Object.keys(models);

/** Whether an id is asked of the engine `grok`. */
export function isGrok(modelId: string): boolean {
  return modelId.startsWith('grok');
}

/**
 * What is known of an id of Grok. An unknown one may be newer than this table, so nothing is refused for it: the number
 * at its end is sent as the engine's version, and without a number the id itself.
 *
 * @example
 * grokOf('grok-imagine-image-3.0').version; // 'v3.0'
 */
export function grokOf(modelId: string): GrokModel {
  const known = Object.hasOwn(models, modelId) ? models[modelId] : undefined;
  if (known) return known;
  const [, major, minor = '0'] = /^\D*(\d{1,2})(?:\.(\d+))?$/.exec(modelId) ?? [];
  return {
    id: modelId,
    version: major === undefined ? modelId : `v${major}.${minor}`,
    ratios: undefined,
    editRatios: undefined,
    hasTiers: true,
  };
}

/** Letters by which a model id may differ from a known one to be taken for a slip. */
const mostSlips = 2;

/**
 * The known id that an unknown one of Grok seems to mean; `undefined` for one that differs in its number only, which may be
 * newer than what is known here.
 */
export function meantBy(modelId: string): string | undefined {
  if (!isGrok(modelId)) return undefined;
  const near = Object.hasOwn(models, modelId) ? undefined : nearest(modelId, Object.keys(models), mostSlips);
  return near === undefined || withoutNumbers(near) === withoutNumbers(modelId) ? undefined : near;
}

function withoutNumbers(modelId: string): string {
  return modelId.replace(/[\d.]/g, '');
}
