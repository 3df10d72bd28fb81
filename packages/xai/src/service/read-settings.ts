import {
  checkBaseUrl,
  checkTimeout,
  invalidArgumentInWords,
  parseStrict,
  wholeNumberSchema,
  type ImageWarning,
} from '@grok-image/core';
import {
  checkApiKey,
  isPlainObject,
  functionSchema,
  headersSchema,
  lazy,
  rateLimitSchema,
} from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { gatewayNames, gateways } from '../gateways/by-name.ts';
import { originsSchema, profileSchema } from '../gateways/profile-schema.ts';
import type { XaiService } from './send.ts';
import type { XaiModelOptions, XaiProviderSettings } from './settings.ts';

const usualBaseUrl = 'https://api.x.ai/v1';

const settingsSchema = lazy(() =>
  z.strictObject({
    // Checked by itself, as a number that is shown may be the key.
    apiKey: z.custom<string>().optional(),
    baseURL: z.string(`an http(s) address, e.g. '${usualBaseUrl}'`).optional(),
    headers: headersSchema(),
    fetch: functionSchema<NonNullable<XaiProviderSettings['fetch']>>(),
    gateway: z
      .union(
        [z.enum(gatewayNames), profileSchema()],
        `${gatewayNames.map(name => `'${name}'`).join(', ')} or the profile of a gateway`,
      )
      .optional(),
    imageOrigins: originsSchema(),
    timeout: z.custom<number>().optional(),
    rateLimit: rateLimitSchema<'xai'>(['xai']),
    maxImages: wholeNumberSchema(1).optional(),
    webSocket: z.unknown().optional(),
    onProgress: functionSchema<NonNullable<XaiProviderSettings['onProgress']>>(),
  } satisfies Record<keyof XaiProviderSettings, z.ZodType>),
);

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
export function readModelOptions(given: unknown = {}): XaiModelOptions {
  const options = parseStrict(modelOptionsSchema(), given, '');
  checkTimeout(options.timeout);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** None are what the default provider has, which is made on import: it is not to wait for the schema. */
function readGiven(given: object): XaiProviderSettings {
  return Object.keys(given).length === 0 ? {} : parseStrict(settingsSchema(), given, '');
}

const noWebSocket: ImageWarning = {
  type: 'unsupported',
  feature: 'webSocket',
  details: 'Images are made without a WebSocket; the setting was ignored.',
};

/**
 * Checks and copies the settings of a provider, before any request: one that is misspelt would, for example, send to the
 * paid service what was meant for a server of one's own.
 *
 * @returns the service, and what every call is to be told
 * @throws InvalidArgumentError naming the setting, and the nearest one for a name that is not known
 */
export function readSettings(given: unknown): XaiService & { readonly warnings: readonly ImageWarning[] } {
  // By its kind only, as a text may be the key.
  if (!isPlainObject(given)) {
    const kind = given === null ? 'null' : `a value of type ${typeof given}`;
    throw invalidArgumentInWords('settings', kind, 'a plain object, e.g. { apiKey }');
  }
  const { webSocket, ...settings } = readGiven(given);
  const { gateway = 'xai', baseURL, timeout } = settings;
  const profile = typeof gateway === 'string' ? gateways[gateway] : gateway;
  checkApiKey(settings.apiKey);
  checkBaseUrl(baseURL ?? profile.baseURL, usualBaseUrl);
  checkTimeout(timeout);
  return { profile, settings, warnings: webSocket === undefined ? [] : [noWebSocket] };
}
