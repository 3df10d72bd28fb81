import {
  checkBaseUrl,
  checkTimeout,
  invalidArgumentInWords,
  isPlainObject,
  parseStrict,
  type ImageWarning,
  type RateLimit,
  type RateLimiter,
} from '@grok-image/core';
import * as z from 'zod/v4';
import { gatewayNames, gateways } from '../gateways/by-name.ts';
import { originsSchema, profileSchema } from '../gateways/profile-schema.ts';
import { functionSchema, headersSchema } from './call-options.ts';
import type { XaiService } from './send.ts';
import type { GrokProviderSettings } from './settings.ts';

const usualBaseUrl = 'https://api.x.ai/v1';

/** Figures are checked by the limiter. */
const figuresSchema = z.strictObject({
  perSecond: z.custom<number>().optional(),
  perMinute: z.custom<number>().optional(),
  maxWaitMs: z.custom<number>().optional(),
} satisfies Record<keyof RateLimit, z.ZodType>);

const settingsSchema = z.strictObject({
  apiKey: z.string('a text').optional(),
  baseURL: z.string(`an http(s) address, e.g. '${usualBaseUrl}'`).optional(),
  headers: headersSchema,
  fetch: functionSchema<NonNullable<GrokProviderSettings['fetch']>>(),
  gateway: z
    .union(
      [z.enum(gatewayNames), profileSchema],
      `${gatewayNames.map(name => `'${name}'`).join(', ')} or the profile of a gateway`,
    )
    .optional(),
  imageOrigins: originsSchema,
  timeout: z.custom<number>().optional(),
  rateLimit: z
    .union(
      [
        z.enum(['auto', 'xai']),
        z.literal(false),
        z.custom<RateLimiter>(value => typeof value === 'function'),
        figuresSchema,
      ],
      "'auto', 'xai', { perSecond, perMinute, maxWaitMs }, a function or false",
    )
    .optional(),
  webSocket: z.unknown().optional(),
  onProgress: functionSchema<NonNullable<GrokProviderSettings['onProgress']>>(),
} satisfies Record<keyof GrokProviderSettings, z.ZodType>);

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
  const { webSocket, ...settings } = parseStrict(settingsSchema, given, '');
  const { gateway = 'xai', baseURL, timeout } = settings;
  const profile = typeof gateway === 'string' ? gateways[gateway] : gateway;
  checkBaseUrl(baseURL ?? profile.baseURL, usualBaseUrl);
  checkTimeout(timeout);
  return { profile, settings, warnings: webSocket === undefined ? [] : [noWebSocket] };
}
