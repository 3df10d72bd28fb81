/** Image model ids of xAI and, last, of Crazyrouter; any other id is passed on with the most permissive rules. */
export type XaiImageModelId =
  | 'grok-imagine-image'
  | 'grok-imagine-image-2.0'
  // Both deprecated: a call warns, as a member of a union carries no `@deprecated`.
  | 'grok-imagine-image-quality'
  | 'grok-imagine-image-pro'
  | 'grok-4-image'
  | (string & {});

export const resolutions = ['1k', '1.5k', '2k'] as const;
export type XaiResolution = (typeof resolutions)[number];
export const qualities = ['low', 'medium', 'high', 'auto'] as const;
export type XaiQuality = (typeof qualities)[number];

/** What is known of a model at a service. What is absent is passed on as the caller asks for it. */
export interface XaiModelRules {
  /** Most images one request may ask for, where it is not that of the service. */
  readonly maxImagesPerRequest?: number | undefined;
  /** Ratios it makes, in the wire's words. */
  readonly ratios?: readonly string[] | undefined;
  /** Resolutions it takes. */
  readonly resolutions?: readonly XaiResolution[] | undefined;
  /** `false` where a request may not say a quality. */
  readonly hasQuality?: boolean | undefined;
  /** Quality that is billed whatever was asked. */
  readonly servedQuality?: 'low' | undefined;
  /** Whether ratio and resolution are taken but perhaps not kept: said beforehand, then compared with the pixels. */
  readonly isShapeUnverified?: boolean | undefined;
  /** Whether images are billed that were asked for and did not come. */
  readonly billsAsked?: boolean | undefined;
  /** Told as a warning on every call: the id still works, but means something else now. */
  readonly deprecated?: string | undefined;
  /** Told when the service does not know the id any more. */
  readonly retired?: string | undefined;
}

/** Ratios of the first Imagine model (docs.x.ai, image generation guide, 2026-07); `21:9` and `5:2` are unproven there. */
export const ratiosOfVersion1 = [
  '1:1',
  '3:4',
  '4:3',
  '9:16',
  '16:9',
  '2:3',
  '3:2',
  '9:19.5',
  '19.5:9',
  '9:20',
  '20:9',
  '1:2',
  '2:1',
  'auto',
] as const;
type KnownRatio = (typeof ratiosOfVersion1)[number] | '21:9' | '5:2';
/** A ratio in the wire's words: one that is known, or any other `width:height`. */
export type XaiAspectRatio = KnownRatio | (string & {});
/** `21:9` and `5:2` came with version 2.0 (docs.x.ai, 2026-08). It makes every ratio that the API has a word for. */
export const ratiosOfVersion2: readonly KnownRatio[] = [...ratiosOfVersion1, '21:9', '5:2'];

/** What the pages of Crazyrouter and agtcloud list for every model (docs.crazyrouter.com, 2026-04; agtcloud, 2026-11). */
export const gatewayRules: XaiModelRules = {
  ratios: ratiosOfVersion1,
  resolutions: ['1k', '2k'],
  hasQuality: false,
};
