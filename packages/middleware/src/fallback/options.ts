import { parseStrict, wholeNumberSchema } from '@grok-image/core';
import { functionSchema, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { ErrorClass } from '../stack/classify.ts';
import type { ImageModelLike, ImageParams } from '../stack/model.ts';
import type { BreakerSettings } from './breaker.ts';

/** After which failures of a model the next one is asked. */
export interface FallbackClasses {
  /** The service says that there are too many requests. Default `true`. */
  readonly rateLimit?: boolean | undefined;
  /** It cannot be reached, and certainly nothing was started. Default `true`. */
  readonly outage?: boolean | undefined;
  /** It refuses the prompt or the pictures; some services bill that. Default `false`. */
  readonly moderation?: boolean | undefined;
  /** The account cannot pay. Default `false`. */
  readonly funds?: boolean | undefined;
  /**
   * Nobody knows whether the picture is made and billed, e.g. as the connection was lost. With `true` **the same call may be
   * paid twice**, once at each model. Default `false`: the call fails, and the next ones go to the next model at once.
   */
  readonly unknown?: boolean | undefined;
}

/** What a fallback tells while it works. */
export type FallbackEvent =
  | {
      /** A model fails: calls go to the others without asking it. */
      readonly type: 'opened';
      /** `'provider:modelId'`. */
      readonly model: string;
      readonly class: ErrorClass;
      readonly reason: string;
      /** Milliseconds until one call tries it again. */
      readonly resetMs: number;
    }
  /** A model serves again. */
  | { readonly type: 'closed'; readonly model: string };

/**
 * What a model is sent otherwise than the caller asked, by the names of the parameters; `providerOptions` are sent as they
 * are returned.
 */
export type Adapt = (
  params: ImageParams,
  model: ImageModelLike,
) => Partial<Omit<ImageParams, 'abortSignal'>> | undefined;

/** How models stand in for each other. */
export interface FallbackOptions {
  readonly on?: FallbackClasses | undefined;
  /** When calls stay away from a model that fails. */
  readonly breaker?: Partial<BreakerSettings> | undefined;
  /** Changes what a model is sent, e.g. the size of one whose sizes are its own. */
  readonly adapt?: Adapt | undefined;
  /** Hears of models that fail and serve again. */
  readonly onEvent?: ((event: FallbackEvent) => void) | undefined;
}

/** Options with their defaults. */
export interface FallbackSettings {
  readonly on: Readonly<Record<Exclude<ErrorClass, 'badInput'>, boolean>>;
  readonly breaker: BreakerSettings;
  readonly adapt: Adapt | undefined;
  readonly onEvent: ((event: FallbackEvent) => void) | undefined;
}

const optionsSchema = lazy(() =>
  z.strictObject({
    on: z
      .strictObject({
        rateLimit: z.boolean().default(true),
        outage: z.boolean().default(true),
        moderation: z.boolean().default(false),
        funds: z.boolean().default(false),
        unknown: z.boolean().default(false),
      })
      .prefault({}),
    breaker: z
      .strictObject({
        failures: wholeNumberSchema(1, 1000, 'a whole number').default(3),
        resetMs: wholeNumberSchema(1, 86_400_000, 'whole milliseconds').default(30_000),
      })
      .prefault({}),
    adapt: functionSchema<Adapt>(),
    onEvent: functionSchema<(event: FallbackEvent) => void>(),
  }),
);

/** How many of some models may bill one call: several where the next one is asked although the first may have. */
export function mostPaidBy({ on }: FallbackSettings, models: number): number {
  return on.unknown || on.moderation ? models : 1;
}

/** @throws InvalidArgumentError naming the option */
export function readOptions(options: FallbackOptions): FallbackSettings {
  const { adapt, onEvent, ...settings } = parseStrict(optionsSchema(), options, 'fallback');
  return { ...settings, adapt, onEvent };
}
