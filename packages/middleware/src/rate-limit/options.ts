import { parseStrict, textSchema, wholeNumberSchema, type RateLimit } from '@grok-image/core';
import { functionSchema, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { TenantOf } from '../stack/tenant.ts';
import { slotsSchema } from '../stores/shapes.ts';
import type { Slots } from '../stores/slots.ts';

/** How many requests a service takes, and how long calls wait for their turn. */
export interface RateLimitOptions {
  /**
   * Requests in any second; with neither this nor `perMinute`, what the service of the model documents, where its model says
   * so, else none, and a 429 alone makes calls wait.
   */
  readonly perSecond?: number | undefined;
  /** Requests in any minute. */
  readonly perMinute?: number | undefined;
  /** Longest wait of a call in milliseconds, that after a 429 included; default 300,000. 0 waits for nothing but the store. */
  readonly maxWaitMs?: number | undefined;
  /** Most calls that wait in this process for the same limit; default 1000. */
  readonly maxQueue?: number | undefined;
  /** Where processes that share an account share its limit; default this process alone. */
  readonly slots?: Slots | undefined;
  /** Whose call it is: tenants of one process get their turns in rotation, however many calls one of them has. */
  readonly tenant?: TenantOf | undefined;
  /**
   * Name of the account that is counted. Default the identity of the model: service, address and the hash of its key where
   * it tells them, else its provider. To be given where the limiter is handed to providers, which do not tell.
   */
  readonly account?: string | undefined;
  /** Whether the service counts each model by itself, as xAI does, or all models of an account; default `'model'`. */
  readonly per?: 'model' | 'account' | undefined;
  /** Is told once each time that the store is away, what this means for the limit. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** The same with what is left out filled in. */
export interface RateLimitSettings extends RateLimitOptions {
  /** `undefined` where no figures are given. */
  readonly limit: RateLimit | undefined;
  readonly maxWaitMs: number;
  readonly maxQueue: number;
}

const perWindow = lazy(() => wholeNumberSchema(1).optional());

const schema = lazy(() =>
  z.strictObject({
    perSecond: perWindow(),
    perMinute: perWindow(),
    maxWaitMs: wholeNumberSchema(0, undefined, 'whole milliseconds').default(300_000),
    maxQueue: wholeNumberSchema(1).default(1000),
    slots: slotsSchema().optional(),
    tenant: functionSchema<TenantOf>(),
    account: textSchema().optional(),
    per: z.enum(['model', 'account']).default('model'),
    onWarning: functionSchema<(message: string) => void>(),
  }),
);

/** Checks the options; throws InvalidArgumentError naming what is wrong. */
export function readOptions(given: RateLimitOptions): RateLimitSettings {
  const options = parseStrict(schema(), given, 'rateLimitMiddleware');
  const { perSecond, perMinute } = options;
  const isGiven = perSecond !== undefined || perMinute !== undefined;
  return { ...options, limit: isGiven ? { perSecond, perMinute } : undefined };
}
