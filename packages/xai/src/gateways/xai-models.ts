import { ratiosOfVersion1, ratiosOfVersion2, type XaiModelRules } from './models.ts';

const version1: XaiModelRules = { ratios: ratiosOfVersion1, hasQuality: false };

const version2: XaiModelRules = { ratios: ratiosOfVersion2 };

/** Slugs that xAI has redirected to version 2.0 at low quality since 2026-11-02 (docs.x.ai, migration page). */
const redirected: XaiModelRules = {
  ...version2,
  servedQuality: 'low',
  deprecated:
    'xAI has served this id by grok-imagine-image-2.0 at low quality since 2026-11-02; use that id.',
};

const grok2: XaiModelRules = { retired: 'xAI retired this model on 2026-05-15; use grok-imagine-image.' };

/** The image models of xAI (docs.x.ai, models; live catalogue of 2026-09-08). */
export const xaiModels: Readonly<Record<string, XaiModelRules>> = {
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
