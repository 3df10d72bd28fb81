import { checkValue, readWritten, type Flag } from './flag.ts';

/** Where values of flags come from; the first that has one wins. */
export interface Sources {
  /** Of the command line, by names in camel case. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The section of the configuration file. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What the configuration file is called in messages. */
  readonly configName: string;
}

/** The variable that holds the default of a flag, e.g. `GROK_IMAGE_MAX_USD`. */
function variableOf({ flag }: Pick<Flag, 'flag'>): string {
  return `GROK_IMAGE_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`;
}

/**
 * Gathers the values of flags and checks each, so that a message names where it stands.
 *
 * @throws InvalidArgumentError
 */
export function readValues(flags: readonly Flag[], sources: Sources): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const flag of flags) {
    const value = valueOf(flag, sources);
    if (value !== undefined) values[flag.name] = value;
  }
  return values;
}

function valueOf(flag: Flag, { given, environment, config, configName }: Sources): unknown {
  const written = given[flag.name];
  if (written !== undefined) return readWritten(flag, written, shownName(flag));
  const variable = variableOf(flag);
  const text = environment[variable]?.trim();
  if (text) return readWritten(flag, flag.isList ? text.split(',') : text, variable);
  const value = config[flag.name];
  return value === undefined ? undefined : checkValue(flag, value, `${configName}: ${flag.name}`);
}

/** A flag as people know it: `-n` where it has no longer name. */
export function shownName({ flag, short }: Pick<Flag, 'flag' | 'short'>): string {
  return flag.length === 3 && short !== undefined ? `-${short}` : flag;
}
