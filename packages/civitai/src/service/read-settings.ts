import {
  checkBaseUrl,
  checkTimeout,
  invalidArgumentInWords,
  parseStrict,
  wholeNumberSchema,
} from '@grok-image/core';
import {
  checkApiKey,
  functionSchema,
  headersSchema,
  isPlainObject,
  lazy,
  rateLimitSchema,
} from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { defaultBaseUrl, type CivitaiModelOptions, type CivitaiProviderSettings } from './settings.ts';

const settingsSchema = lazy(() =>
  z.strictObject({
    // Checked by itself, as a number that is shown may be the key.
    apiKey: z.custom<string>().optional(),
    baseURL: z.string(`an http(s) address, e.g. '${defaultBaseUrl}'`).optional(),
    headers: headersSchema(),
    fetch: functionSchema<NonNullable<CivitaiProviderSettings['fetch']>>(),
    timeout: z.custom<number>().optional(),
    rateLimit: rateLimitSchema<never>([]),
    maxImages: wholeNumberSchema(1).optional(),
    onProgress: functionSchema<NonNullable<CivitaiProviderSettings['onProgress']>>(),
  } satisfies Record<keyof CivitaiProviderSettings, z.ZodType>),
);

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
  // None are what the default provider has, which is made on import: it is not to wait for the schema.
  const isDefault = Object.keys(given).length === 0;
  const settings: CivitaiProviderSettings = isDefault ? {} : parseStrict(settingsSchema(), given, '');
  const { apiKey, baseURL, timeout } = settings;
  checkApiKey(apiKey);
  if (baseURL !== undefined) checkBaseUrl(baseURL, defaultBaseUrl);
  checkTimeout(timeout);
  return settings;
}

const modelOptionsSchema = lazy(() =>
  settingsSchema().pick({
    timeout: true,
    rateLimit: true,
    maxImages: true,
    onProgress: true,
  }),
);

/**
 * Checks what one model is to do otherwise than its provider.
 *
 * @throws InvalidArgumentError naming the option, and the nearest one for a name that is not known
 */
export function readModelOptions(given: unknown = {}): CivitaiModelOptions {
  const options = parseStrict(modelOptionsSchema(), given, '');
  checkTimeout(options.timeout);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
