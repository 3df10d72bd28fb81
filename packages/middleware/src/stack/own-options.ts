import { parseStrict } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { hasLayers, wholeCall, type ImageModelLike, type ImageParams } from './model.ts';
import { metadataKey } from './told.ts';

/** `providerOptions.grokImage`: what one call asks of the middleware. */
export interface GrokImageOptions {
  /**
   * The caller's idempotency key: a second call under it, in this or another process, gets the result of the first one,
   * or is told that it runs or may have been billed.
   */
  readonly key?: string | undefined;
  /** Calls of `'bulk'` stand behind all others in the line of the rate limit. Default `'interactive'`. */
  readonly priority?: 'interactive' | 'bulk' | undefined;
  /** Passes the cache by, and puts the new pictures in the place of the old ones. */
  readonly refresh?: boolean | undefined;
}

/** The schema of `providerOptions.grokImage`, by which it is checked before anything is sent. */
const grokImageOptionsSchema = lazy(() =>
  z.strictObject({
    key: z
      .string()
      .min(1, 'a text of 1 to 256 characters')
      .max(256, 'a text of 1 to 256 characters')
      .optional()
      .describe("The caller's idempotency key: a second call under it never pays again."),
    priority: z
      .enum(['interactive', 'bulk'])
      .optional()
      .describe("Calls of 'bulk' stand behind all others in the line of the rate limit."),
    refresh: z
      .boolean()
      .optional()
      .describe('Passes the cache by, and puts the new pictures in the place of the old ones.'),
  }),
);

/**
 * What a call asks of the middleware.
 *
 * @throws InvalidArgumentError naming the option, before anything is sent
 */
export function ownOptionsOf({ providerOptions }: Pick<ImageParams, 'providerOptions'>): GrokImageOptions {
  const own = providerOptions?.[metadataKey];
  return own === undefined
    ? {}
    : parseStrict(grokImageOptionsSchema(), own, `providerOptions.${metadataKey}`);
}

/**
 * The parameters as the model itself is to see them: gateways send every option on. What stands before a model is known
 * by its `maxImagesPerCall`, and still needs them.
 */
export function withoutOwnOptions(params: ImageParams, model: ImageModelLike): ImageParams {
  const isBefore = hasLayers(model) || model.maxImagesPerCall === wholeCall;
  if (isBefore || params.providerOptions?.[metadataKey] === undefined) {
    return params;
  }
  const { [metadataKey]: _, ...providerOptions } = params.providerOptions;
  return { ...params, providerOptions };
}
