import * as z from 'zod/v4';
import { lazy } from '../schema/lazy.ts';
import {
  createAutoRateLimiter,
  createRateLimiter,
  type RateLimit,
  type RateLimiter,
} from '../time/rate-limit.ts';

/** The setting `rateLimit`: a name, figures, a limiter of one's own, or none. */
export type RateLimitSetting<NAME extends string = never> = RateLimit | RateLimiter | 'auto' | NAME | false;

/** Figures are checked by the limiter. */
const figuresSchema = lazy(() =>
  z.strictObject({
    perSecond: z.custom<number>().optional(),
    perMinute: z.custom<number>().optional(),
    maxWaitMs: z.custom<number>().optional(),
  }),
);

/**
 * The schema of the setting `rateLimit`.
 *
 * @param names - of documented limits, beside `'auto'`
 */
export function rateLimitSchema<NAME extends string>(
  names: readonly NAME[],
): z.ZodType<RateLimitSetting<NAME> | undefined> {
  const known: readonly ('auto' | NAME)[] = ['auto', ...names];
  const words = known.map(name => `'${name}'`).join(', ');
  return z
    .union(
      [
        z.custom<'auto' | NAME>(value => known.some(name => name === value)),
        z.literal(false),
        z.custom<RateLimiter>(value => typeof value === 'function'),
        figuresSchema(),
      ],
      `${words}, { perSecond, perMinute, maxWaitMs }, a function or false`,
    )
    .optional();
}

/**
 * Makes the limiter that a setting stands for; `undefined` for none.
 *
 * @param documented - what the service allows: kept to by `'auto'` after a 429, and by any other name from the start
 * @throws InvalidArgumentError for figures that are none
 */
export function toRateLimiter(
  setting: RateLimitSetting<string> = 'auto',
  documented: RateLimit,
): RateLimiter | undefined {
  if (setting === false) return undefined;
  if (setting === 'auto') return createAutoRateLimiter(documented);
  if (typeof setting === 'string') return createRateLimiter(documented);
  return typeof setting === 'function' ? setting : createRateLimiter(setting);
}
