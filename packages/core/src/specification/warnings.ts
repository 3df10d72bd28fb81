import type { ImageWarning } from '../messages/warning.ts';

/** Settings that V1 and V2 can name in an `unsupported-setting` warning. */
const settings = ['prompt', 'n', 'size', 'aspectRatio', 'seed', 'providerOptions', 'headers'] as const;

/** A warning as V1 and V2 know it. */
export type WarningV2 =
  | { type: 'unsupported-setting'; setting: (typeof settings)[number]; details?: string }
  | { type: 'other'; message: string };

/** A warning as V3 knows it. */
export type WarningV3 = Exclude<ImageWarning, { type: 'deprecated' }>;

/**
 * Puts a warning into the words of V1 and V2. What they have no word for becomes `other` with the name in front,
 * because AI SDK 5 prints unknown kinds as raw JSON.
 */
export function toWarningV2(warning: ImageWarning): WarningV2 {
  if (warning.type === 'other') return warning;
  if (warning.type === 'deprecated')
    return { type: 'other', message: `${warning.setting}: ${warning.message}` };
  const { feature, details } = warning;
  const setting = warning.type === 'unsupported' ? settings.find(name => name === feature) : undefined;
  if (setting !== undefined)
    return { type: 'unsupported-setting', setting, ...(details !== undefined && { details }) };
  return {
    type: 'other',
    message: details === undefined ? `${feature} is not supported.` : `${feature}: ${details}`,
  };
}

/** Puts a warning into the words of V3, which has no `deprecated`. */
export function toWarningV3(warning: ImageWarning): WarningV3 {
  return warning.type === 'deprecated'
    ? { type: 'other', message: `${warning.setting}: ${warning.message}` }
    : warning;
}
