export const hosts = {
  api: 'https://orchestration.civitai.com',
  content: 'https://orchestration-new.civitai.com',
} as const;

/** Words of the wire format (Civitai orchestration OpenAPI document v2, 2026-08-20). */
export const finalStatuses = ['succeeded', 'failed', 'expired', 'canceled'] as const;
export type FinalStatus = (typeof finalStatuses)[number];
export type Status = 'unassigned' | 'preparing' | 'scheduled' | 'processing' | FinalStatus;

export function isFinal(status: Status): status is FinalStatus {
  return finalStatuses.some(final => final === status);
}

export const stepTypes = ['imageGen', 'promptEnhancement'] as const;
export type StepType = (typeof stepTypes)[number];

/** From harmless to not rated; beyond `pg13` is mature. */
export const nsfwLevels = ['pg', 'pg13', 'r', 'x', 'xxx', 'na'] as const;
export type NsfwLevel = (typeof nsfwLevels)[number];

export function isMature(level: NsfwLevel): boolean {
  return level === 'r' || level === 'x' || level === 'xxx';
}

export const currencies = ['blue', 'green', 'yellow', 'fakeRed'] as const;

/** The longest that a request is held, in seconds (developer.civitai.com, Submitting work). */
export const maxWaitSeconds = 100;

/** Finished workflows and their images are kept 30 days (same source). */
export const retentionMs: number = 30 * 24 * 3_600_000;
