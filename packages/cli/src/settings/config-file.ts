import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { invalidArgumentInWords } from '@grok-image/core';
import { isPlainObject, messageOf, suggestion } from '@grok-image/core/internal';

/** Where defaults of flags may stand. */
export const configFileName = 'grok-image.config.json';

/** Defaults of a folder: for all commands, and for one. */
export interface Config {
  readonly service: unknown;
  readonly model: unknown;
  /** By the names of flags in camel case. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/**
 * Reads `grok-image.config.json` of the folder: `{ "service": "xai", "model": "…", "generate": { "out": "images" } }`.
 *
 * @param command - whose section is read
 * @param commands - sections that it may have
 * @throws InvalidArgumentError naming the file, and for a name that is not known the nearest
 */
export function readConfigFile(folder: string, command: string, commands: readonly string[]): Config {
  const file = path.join(folder, configFileName);
  if (!existsSync(file)) return { service: undefined, model: undefined, flags: {} };
  const config = parse(file);
  const known = ['service', 'model', ...commands];
  for (const name of Object.keys(config)) {
    if (known.includes(name)) continue;
    throw invalidArgumentInWords(`${configFileName}: ${name}`, 'an unknown name', suggestion([name], known));
  }
  const section = config[command] ?? {};
  if (!isPlainObject(section)) {
    throw invalidArgumentInWords(`${configFileName}: ${command}`, 'no object', 'an object of flags');
  }
  return { service: config['service'], model: config['model'], flags: section };
}

function parse(file: string): Readonly<Record<string, unknown>> {
  let found = 'no object';
  try {
    const config: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isPlainObject(config)) return config;
  } catch (error) {
    found = `what cannot be read (${messageOf(error)})`;
  }
  throw invalidArgumentInWords(configFileName, found, 'a JSON object, e.g. {"service":"xai"}');
}
