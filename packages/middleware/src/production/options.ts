import { invalidArgument, parseStrict } from '@grok-image/core';
import { functionSchema, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { BillOnceOptions } from '../bill-once/bill-once-middleware.ts';
import type { BudgetEvent } from '../budget/events.ts';
import type { BudgetOptions } from '../budget/options.ts';
import type { CacheOptions } from '../cache/cache-middleware.ts';
import type { FallbackEvent, FallbackOptions } from '../fallback/options.ts';
import type { PersistOptions } from '../persist/options.ts';
import type { RateLimitOptions } from '../rate-limit/options.ts';
import type { WaitUntil } from '../stack/background.ts';
import type { ImageModelLike } from '../stack/model.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { RedisClient } from '../stores/redis/client.ts';
import { blobStoreSchema, ledgerSchema, methodsSchema, slotsSchema } from '../stores/shapes.ts';
import type { Slots } from '../stores/slots.ts';
import type { TelemetryEvent } from '../telemetry/events.ts';
import type { TelemetryOptions } from '../telemetry/options.ts';

/** What is shared by all parts of the stack, and so is said once. */
type Shared =
  | 'tenant'
  | 'namespace'
  | 'ledger'
  | 'blobs'
  | 'slots'
  | 'onStoreFailure'
  | 'waitUntil'
  | 'onEvent';

/** Whatever happens in the stack: to calls, budgets and models that fail. */
export type ProductionEvent = TelemetryEvent | BudgetEvent | FallbackEvent;

/** Settings of `production`. Without any, it pays once, keeps what succeeds of a split call, limits, and traces. */
export interface ProductionOptions extends Pick<
  BillOnceOptions,
  'ledger' | 'keyTtl' | 'tenant' | 'namespace' | 'onStoreFailure' | 'certain'
> {
  /** A client of ioredis, node-redis or Upstash: limit, budget, keys and cache are shared by all processes then. */
  readonly redis?: RedisClient | undefined;
  /** Accepts a Redis that may forget (no AOF, or one that evicts) as ledger: what it forgets may be paid twice. */
  readonly durable?: boolean | undefined;
  /** The limit that processes share, where it is not in `redis`, e.g. `postgresSlots(pool)`. */
  readonly slots?: Slots | undefined;
  /** Keeps every picture at once, e.g. `s3({ bucket: 'images' })`, and tells its lasting address. */
  readonly bucket?: BlobStore | undefined;
  /** How pictures are kept in the bucket. */
  readonly persist?: Omit<PersistOptions, Shared> | undefined;
  /** Answers equal calls with the picture that is there. Default `false`. */
  readonly cache?: boolean | Omit<CacheOptions, Shared> | undefined;
  /** What may be spent. */
  readonly budget?: Omit<BudgetOptions, Shared> | undefined;
  /** The limit of the service; default what it documents where the model tells it. `false` waits for nothing. */
  readonly limit?: false | Omit<RateLimitOptions, Shared> | undefined;
  /** Models that serve when the wrapped one cannot, in this order. */
  readonly fallback?: readonly ImageModelLike[] | undefined;
  /** When they do, and how. */
  readonly fallbackOptions?: Omit<FallbackOptions, Shared> | undefined;
  /** Spans and metrics of OpenTelemetry, where it is installed. `false` leaves them out. */
  readonly telemetry?: false | Omit<TelemetryOptions, Shared> | undefined;
  /**
   * Is handed all that goes on after the answer, or after its caller has left, so that a function is not frozen before it is
   * told, e.g. `work => context.waitUntil(work)`.
   */
  readonly waitUntil?: WaitUntil | undefined;
  /** Hears of everything: calls, waits, budgets, and models that fail and serve again. */
  readonly onEvent?: ((event: ProductionEvent) => void) | undefined;
}

/** Checked by the part of the stack that they are for. */
const partSchema = <PART>(): z.ZodType<PART | undefined> =>
  z.custom<PART>(value => typeof value === 'object' && value !== null, 'an object of options').optional();

const schema = lazy(() =>
  z.strictObject({
    redis: methodsSchema<RedisClient>(['eval'], 'a client of ioredis, node-redis or Upstash').optional(),
    durable: z.boolean().optional(),
    ledger: ledgerSchema().optional(),
    slots: slotsSchema().optional(),
    bucket: blobStoreSchema().optional(),
    persist: partSchema<NonNullable<ProductionOptions['persist']>>(),
    cache: z
      .union([z.boolean(), partSchema<Omit<CacheOptions, Shared>>()], 'true, false or options')
      .optional(),
    budget: partSchema<Omit<BudgetOptions, Shared>>(),
    limit: z
      .union([z.literal(false), partSchema<Omit<RateLimitOptions, Shared>>()], 'false or options')
      .optional(),
    fallback: z
      .array(
        methodsSchema<ImageModelLike>(['doGenerate'], 'an image model, e.g. civitai.image(...), not its id'),
        'a list of image models',
      )
      .optional(),
    fallbackOptions: partSchema<Omit<FallbackOptions, Shared>>(),
    telemetry: z
      .union([z.literal(false), partSchema<Omit<TelemetryOptions, Shared>>()], 'false or options')
      .optional(),
    waitUntil: functionSchema<WaitUntil>(),
    onEvent: functionSchema<(event: ProductionEvent) => void>(),
    keyTtl: z.number().positive('milliseconds above 0').optional(),
    tenant: functionSchema<() => string | undefined>(),
    namespace: z.string().min(1).optional(),
    onStoreFailure: z.enum(['refuse', 'allow']).optional(),
    certain: functionSchema<(error: unknown) => boolean>(),
  }),
);

/** @throws InvalidArgumentError naming the option */
export function readProductionOptions(given: ProductionOptions): ProductionOptions {
  const options = parseStrict(schema(), given, 'production');
  if (options.persist !== undefined && options.bucket === undefined) {
    throw invalidArgument(
      'production.persist',
      options.persist,
      'options beside a bucket to keep pictures in',
    );
  }
  if (options.fallbackOptions !== undefined && options.fallback === undefined) {
    throw invalidArgument('production.fallbackOptions', options.fallbackOptions, 'options beside fallback');
  }
  return options;
}
