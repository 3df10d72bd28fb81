import {
  checkBaseUrl,
  checkTimeout,
  invalidArgumentInWords,
  isPlainObject,
  parseStrict,
} from '@grok-image/core';
import * as z from 'zod/v4';
import { defaultBaseUrl, type CivitaiProviderSettings } from './settings.ts';

function functionSchema<T>(): z.ZodType<T | undefined> {
  return z.custom<T>(value => typeof value === 'function', 'a function').optional();
}

const settingsSchema = z.strictObject({
  apiKey: z.string('a text').optional(),
  baseURL: z.string(`an http(s) address, e.g. '${defaultBaseUrl}'`).optional(),
  headers: z
    .record(z.string(), z.union([z.string(), z.undefined()], 'a text'), 'a plain object of texts')
    .optional(),
  fetch: functionSchema<NonNullable<CivitaiProviderSettings['fetch']>>(),
  timeout: z.custom<number>().optional(),
  onProgress: functionSchema<NonNullable<CivitaiProviderSettings['onProgress']>>(),
} satisfies Record<keyof CivitaiProviderSettings, z.ZodType>);

/**
 * Checks and copies the settings of a provider, before any request: one that is misspelt would, for example, send to the
 * paid service what was meant for a server of one's own.
 *
 * @throws InvalidArgumentError naming the setting, and the nearest one for a name that is not known
 */
export function readSettings(given: unknown): CivitaiProviderSettings {
  // By its kind only, as a text may be the key.
  if (!isPlainObject(given)) {
    const kind = given === null ? 'null' : `a value of type ${typeof given}`;
    throw invalidArgumentInWords('settings', kind, 'a plain object, e.g. { apiKey }');
  }
  const settings = parseStrict(settingsSchema, given, '');
  const { baseURL, timeout } = settings;
  if (baseURL !== undefined) checkBaseUrl(baseURL, defaultBaseUrl);
  checkTimeout(timeout);
  return settings;
}
