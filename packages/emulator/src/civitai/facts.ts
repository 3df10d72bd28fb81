import type { Currency } from '../options/civitai.ts';

export const hosts = {
  api: 'https://orchestration.civitai.com',
  content: 'https://orchestration-new.civitai.com',
} as const;

/** Words of the wire format (Civitai orchestration OpenAPI document v2, 2026-08-20). */
export type Status = 'unassigned' | 'preparing' | 'scheduled' | 'processing' | FinalStatus;

export type FinalStatus = 'succeeded' | 'failed' | 'expired' | 'canceled';
export const finalStatuses: readonly FinalStatus[] = ['succeeded', 'failed', 'expired', 'canceled'];

export const outputFormats = ['jpeg', 'png', 'webP'] as const;

/** Most images of one step, whatever its engine. */
export const maxQuantity = 12;
export const maxTags = 10;
export const maxTagLength = 200;

/** The order in which Buzz is taken when a submission does not restrict it (developer.civitai.com, Payments). */
export const chargeOrder: readonly Currency[] = ['blue', 'green', 'yellow'];
export const currencies: readonly Currency[] = ['blue', 'green', 'yellow', 'fakeRed'];

export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];
export const upgradeModes = ['manual', 'automatic'] as const;
export type UpgradeMode = (typeof upgradeModes)[number];

/** From harmless to not rated; beyond `pg13` is mature. */
export const nsfwLevels = ['pg', 'pg13', 'r', 'x', 'xxx', 'na'] as const;
export type NsfwLevel = (typeof nsfwLevels)[number];

const eventStatuses: readonly string[] = ['*', 'unassigned', 'processing', ...finalStatuses];
export const eventTypes: readonly string[] = ['workflow', 'step', 'job'].flatMap(source =>
  eventStatuses.map(status => `${source}:${status}`),
);

/** The longest that a request is held, in seconds (developer.civitai.com, Submitting work). */
export const maxWaitSeconds = 100;

/** Finished workflows and their images are kept 30 days (same source). */
export const retentionMs: number = 30 * 24 * 3_600_000;

/** Image types that can be uploaded (client library of the service, 2026-08-20). */
export const uploadTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

export const stepTypes = ['imageGen', 'promptEnhancement'] as const;
export type StepType = (typeof stepTypes)[number];
