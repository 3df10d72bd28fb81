import { excerpt, longestName } from '../messages/excerpt.ts';
import type { ImageWarning } from '../messages/warning.ts';

/** What a backend says of `providerOptions` beside its own key, so that what was meant for it is not dropped in silence. */
export interface OptionKeys {
  /** Names of its options: one that stands at the top of `providerOptions` is told. */
  readonly names: readonly string[];
  /** What callers take for its key, e.g. a brand. Its own key in another spelling need not be named. */
  readonly mistaken: readonly string[];
  /** Keys of sister services; told only where its own is absent, as who may be served by either gives both. */
  readonly sisters: readonly string[];
}

/** The reader of some `providerOptions`. */
export interface OptionReader {
  readonly provider: string;
  readonly metadataKey: string;
  readonly optionKeys?: OptionKeys | undefined;
}

const noKeys: OptionKeys = { names: [], mistaken: [], sisters: [] };

/**
 * Tells of options that nobody reads because they stand under a near miss of the right key, or under none. Keys of other
 * providers pass in silence, as AI SDK means them to.
 *
 * @example
 * warnOfUnread({ grok: { resolution: '2k' } }, backend);
 * // [{ type: 'unsupported', feature: 'providerOptions.grok', details: '… stand under providerOptions.xai.' }]
 */
export function warnOfUnread(
  providerOptions: Readonly<Record<string, unknown>>,
  { provider, metadataKey, optionKeys: { names, mistaken, sisters } = noKeys }: OptionReader,
): ImageWarning[] {
  const entries = Object.entries(providerOptions);
  if (entries.every(([key, value]) => key === metadataKey || isNothing(value))) return [];
  const own = `providerOptions.${metadataKey}`;
  const near = new Set([metadataKey, provider, ...mistaken].map(plain));
  const isOwnAbsent = isNothing(providerOptions[metadataKey]);
  const options = new Map(names.map(name => [plain(name), name]));
  return entries.flatMap(([key, value]): ImageWarning[] => {
    if (key === metadataKey || isNothing(value)) return [];
    const option = options.get(plain(key));
    const isObject = typeof value === 'object' && !Array.isArray(value);
    const isMissed = near.has(plain(key)) || (isOwnAbsent && sisters.includes(key));
    if (isMissed && isObject && Object.keys(value).length === 0) return [];
    // Each provider has an object of options there: anything else was meant as an option.
    if (!isMissed && option === undefined && isObject) return [];
    const place = isMissed || option === undefined ? `Options of this model stand under ${own}` : undefined;
    const details = `It was not read. ${place ?? `Pass it as ${own}.${option}`}.`;
    return [{ type: 'unsupported', feature: `providerOptions.${excerpt(key, longestName)}`, details }];
  });
}

function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** A name without what spellings differ in, e.g. `xai` for `xAI` and `x.ai`, `aspectratio` for `aspect_ratio`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
