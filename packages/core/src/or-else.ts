import { ZodMiniCatch, type output } from 'zod/v4-mini';
import type { $ZodType, SomeType } from 'zod/v4/core';

/**
 * Takes another value where a schema does not fit, so that one odd field does not spoil an answer that is paid.
 * It is `z.catch`, which carries all helpers of Zod into a bundle: 10 KB that nothing uses (zod 4.6, esbuild).
 *
 * @example
 * const answer = z.object({ url: z.string(), revised_prompt: orElse(z.optional(z.string()), undefined) });
 */
export function orElse<SCHEMA extends SomeType>(
  schema: SCHEMA,
  fallback: output<SCHEMA>,
): ZodMiniCatch<SCHEMA>;
export function orElse(innerType: $ZodType, fallback: unknown): ZodMiniCatch<$ZodType> {
  return new ZodMiniCatch({ type: 'catch', innerType, catchValue: () => fallback });
}
