import { patternSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';

/** Options of every store in Redis. */
export interface RedisStoreOptions {
  /** Begins the names of all keys, one for each environment that shares a server; default `grok-image:`. */
  readonly prefix?: string | undefined;
}

const words = 'a text of 1 to 100 characters without braces';

export const optionsSchema: () => z.ZodObject<{ prefix: z.ZodDefault<z.ZodString> }, z.core.$strict> = lazy(
  () =>
    // Braces would be the hash tag.
    z.strictObject({ prefix: patternSchema(/^[^{}]{1,100}$/, words).default('grok-image:') }),
);
