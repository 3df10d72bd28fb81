import { invalidArgumentInWords } from '@grok-image/core';
import { keyMiddleware, onceMiddleware } from '../bill-once/bill-once-middleware.ts';
import { budgetMiddleware, type BudgetMiddleware } from '../budget/budget.ts';
import type { BudgetOptions } from '../budget/options.ts';
import { cacheMiddleware } from '../cache/cache-middleware.ts';
import { mostPaidBy, readOptions as readFallbackOptions } from '../fallback/options.ts';
import { priceOfDearest } from '../fallback/price.ts';
import { createChain, type Chain } from '../fallback/serve.ts';
import { persistMiddleware } from '../persist/persist.ts';
import { rateLimitMiddleware } from '../rate-limit/rate-limit-middleware.ts';
import { createBackground } from '../stack/background.ts';
import { portOf } from '../stack/digest.ts';
import type { ImageMiddleware } from '../stack/middleware.ts';
import { asFallback, nameOf, wholeCall, type ImageModelLike } from '../stack/model.ts';
import { toImageResult } from '../stack/result.ts';
import { routed } from '../stack/route.ts';
import { compose, onceAModel } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { redisCache } from '../stores/redis/redis-cache.ts';
import { redisLedger } from '../stores/redis/redis-ledger.ts';
import { redisSlots } from '../stores/redis/redis-slots.ts';
import { telemetryMiddleware } from '../telemetry/telemetry-middleware.ts';
import { forget } from './forget.ts';
import { readProductionOptions, type ProductionOptions } from './options.ts';

/** The stack of `production`, and what stands in it. */
export interface ProductionMiddleware extends ImageMiddleware {
  /** The budget, where there is one: `status()` and `free()`. */
  readonly budget: BudgetMiddleware | undefined;
  /**
   * Resolves when the calls that run have ended, and everything is told that is still to be told to stores and listeners, e.g.
   * before a function is frozen.
   */
  flush(): Promise<void>;
  /** The same, and closes stores that are closed by whoever uses them; clients are closed by their owner. */
  close(): Promise<void>;
  /**
   * Deletes what cache, keys, budget and bucket keep of a tenant, e.g. when an account is closed, and says how many entries.
   *
   * @param what.tenant - as the option `tenant` gives it; left out where nobody tells tenants apart
   * @param what.before - only what is older, in milliseconds since 1970; default everything
   * @throws what a store throws, e.g. one that is away
   */
  forget(what?: {
    readonly tenant?: string | undefined;
    readonly before?: number | undefined;
  }): Promise<number>;
}

/**
 * The stack that we run ourselves, in one line. Outermost first: telemetry, idempotency key, cache, budget, fallback, and
 * around each model: splitting with partial success, rate limit, pay once, and keeping of pictures. Cache, budget, bucket and
 * fallback take part only where their option is given: to most people a second call with the same prompt means a second
 * picture.
 *
 * @throws InvalidArgumentError naming the option; its calls throw what the parts do
 * @example
 * const stack = production({ redis, bucket: s3({ bucket: 'images', credentials }), budget: { usd: 20, per: 'day' } });
 * const model = wrapImageModel({ model: openai.image('gpt-image-2'), middleware: stack }); // AI SDK 6 and 7
 * const model = wrap(grok.image('grok-imagine-image'), stack); // 4 to 7
 */
export function production(options: ProductionOptions = {}): ProductionMiddleware {
  const given = readProductionOptions(options);
  const { redis, durable, bucket, fallback = [], tenant, namespace = 'default', onEvent, certain } = given;
  const ledger = given.ledger ?? (redis ? redisLedger(redis, { durable }) : memoryLedger());
  const slots = given.slots ?? (redis && redisSlots(redis));
  const blobs = bucket ?? memoryBlobs();
  const shared = { tenant, namespace, ledger, onStoreFailure: given.onStoreFailure };
  const background = createBackground(given.waitUntil);
  const isShared = redis !== undefined || given.ledger !== undefined;

  const telemetry =
    given.telemetry === false ? undefined : telemetryMiddleware({ ...given.telemetry, onEvent });
  const chains = new Map<string, readonly ImageModelLike[]>();
  const budget =
    given.budget &&
    budgetMiddleware({
      ...withDearest(given.budget, fallback, chains, given.fallbackOptions),
      ...shared,
      waitUntil: given.waitUntil,
      onEvent,
    });
  const cache = given.cache === true ? {} : given.cache || undefined;
  const store = cache?.store ?? (redis ? redisCache(redis) : memoryCache());
  const around = [
    telemetry,
    keyMiddleware({ ...shared, blobs, keyTtl: given.keyTtl, uploads: given.persist?.upload !== false }),
    cache &&
      cacheMiddleware({
        ...cache,
        store,
        ...(isShared && { ledger }),
        blobs,
        tenant,
        namespace,
        // They are part of the calls, which are waited for.
        waitUntil: work => background.run(() => work),
      }),
    budget,
  ].filter(layer => layer !== undefined);

  const limit = (maxWaitMs?: number) =>
    given.limit === false
      ? []
      : [
          rateLimitMiddleware({
            ...given.limit,
            ...(maxWaitMs !== undefined && { maxWaitMs }),
            slots,
            tenant,
          }),
        ];
  const next = [
    onceMiddleware({ certain }),
    ...(bucket ? [persistMiddleware({ ...given.persist, blobs: bucket, tenant })] : []),
  ];
  // Where another model can serve, nobody waits for his turn at the first.
  const patient = [...limit(), ...next];
  const hasty = fallback.length > 0 ? [...limit(0), ...next] : patient;
  const settings = readFallbackOptions({ ...given.fallbackOptions, onEvent });
  const chain = fallback.length > 0 ? createChain(settings) : undefined;
  const mostPaid = mostPaidBy(settings, fallback.length + 1);

  const stacked = onceAModel(model => {
    const inner = chain
      ? chainOf(model, { fallback, hasty, patient, chain, chains, mostPaid })
      : routed(compose(model, patient));
    return compose(inner, around);
  });

  const flush = async () => {
    await background.flush();
    await Promise.all([budget?.flush(), telemetry?.flush()]);
  };

  return {
    specificationVersion: 'v3',
    budget,
    overrideMaxImagesPerCall({ model }) {
      checkChain([model, ...fallback], given.budget);
      compose(model, fallback.length > 0 ? [] : around);
      return wholeCall;
    },
    async wrapGenerate({ params, model }) {
      const result = stacked(model).doGenerate(params);
      background.run(() => Promise.allSettled([result]));
      return toImageResult(await result, model.modelId);
    },
    forget: what => forget(what, { store, blobs, ledger, namespace }),
    flush,
    async close() {
      await flush();
      await Promise.all([ledger.close?.(), slots?.close?.()]);
    },
  };
}

interface Chained {
  readonly fallback: readonly ImageModelLike[];
  readonly hasty: readonly ImageMiddleware[];
  readonly patient: readonly ImageMiddleware[];
  readonly chain: Chain;
  readonly chains: Map<string, readonly ImageModelLike[]>;
  readonly mostPaid: number;
}

/** One model of several, without a port: each of them has its own. */
function chainOf(
  model: ImageModelLike,
  { fallback, hasty, patient, chain, chains, mostPaid }: Chained,
): ImageModelLike {
  const { specificationVersion, provider, modelId } = model;
  const all = [model, ...fallback];
  chains.set(nameOf(model), all);
  return asFallback(
    {
      specificationVersion,
      provider,
      modelId,
      maxImagesPerCall: wholeCall,
      doGenerate: chain(all, isLast => (isLast ? patient : hasty)),
    },
    mostPaid,
  );
}

/** With several models, a budget holds back what the dearest costs, as nobody knows who will serve. */
function withDearest(
  budget: NonNullable<ProductionOptions['budget']>,
  fallback: readonly ImageModelLike[],
  chains: ReadonlyMap<string, readonly ImageModelLike[]>,
  { adapt }: NonNullable<ProductionOptions['fallbackOptions']> = {},
): BudgetOptions {
  if (fallback.length === 0 || budget.price !== undefined) return budget;
  return {
    ...budget,
    price: async request => priceOfDearest(chains.get(nameOf(request)) ?? fallback, request, { adapt }),
  };
}

/** @throws InvalidArgumentError where one budget would have to count two currencies and cannot */
function checkChain(models: readonly ImageModelLike[], budget: ProductionOptions['budget']): void {
  const currencies = new Set(models.map(model => portOf(model)?.capabilities.currency));
  const hasBoth = currencies.has('usd') && currencies.has('buzz');
  if (budget === undefined || !hasBoth || budget.usdPerBuzz !== undefined) return;
  throw invalidArgumentInWords(
    'production.budget',
    'models that bill USD and Buzz in one fallback',
    'usdPerBuzz beside its limits, e.g. 0.001',
  );
}
