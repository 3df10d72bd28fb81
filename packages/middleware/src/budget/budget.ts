import { parseStrict } from '@grok-image/core';
import { randomId, throwIfAborted } from '@grok-image/core/internal';
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts';
import { TooManyCallsError } from '../errors/too-many-calls-error.ts';
import { collects } from '../stack/collects.ts';
import { enterContext, type CallContext } from '../stack/context.ts';
import { createMiddleware, type ImageMiddleware, type PassingCall } from '../stack/middleware.ts';
import { mostPaidOf, type ImageResult } from '../stack/model.ts';
import { routed } from '../stack/route.ts';
import { askStore } from '../stack/store-call.ts';
import { withWarnings } from '../stack/told.ts';
import type { ThrownSwitch } from '../stores/ledger.ts';
import { memoryLedger } from '../stores/memory/index.ts';
import { accountsOf, checkTenant, prefixOf, tenantOf } from './accounts.ts';
import { createBackground } from '../stack/background.ts';
import { billedByError } from './billed.ts';
import { enter, type Hold } from './book.ts';
import { finalCostOf, mostOf, tellCost, toReserve, toSettle, type Counted } from './count.ts';
import type { BudgetEvent, BudgetRefusal } from './events.ts';
import { countRefusal, toRefusal } from './refusal.ts';
import { takePlace } from './in-flight.ts';
import { readStop, switchesOf, switchPrefix, type StoppedCalls, type StopRequest } from './switches.ts';
import { idOf } from './id.ts';
import type { Money } from './money.ts';
import type { BudgetOptions } from './options.ts';
import { readBudgetOptions } from './read-options.ts';
import { reconcileSchema, reconcileSums, type ReconciledSum, type ReconcileOptions } from './reconcile.ts';
import { checkPriced, estimate } from './price.ts';
import { statusOf, type BudgetStatus } from './status.ts';
import { createThreshold } from './threshold.ts';

/** A budget around models, and what stands in it. */
export interface BudgetMiddleware extends ImageMiddleware {
  /**
   * How each limit of a tenant stands now.
   *
   * @param tenant - as the option `tenant` gives it; left out where all share one budget
   * @throws InvalidArgumentError, StoreUnavailableError
   */
  status(tenant?: string): Promise<readonly BudgetStatus[]>;
  /**
   * Frees a sum that nobody settled, once somebody has looked up that it was not billed; `false` where there is none.
   *
   * @param id - from `status().unsettledAmounts`
   * @throws StoreUnavailableError
   */
  free(id: string): Promise<boolean>;
  /**
   * Stops the calls of a tenant, or those of a model, or all, in every process that shares the ledger: they are refused
   * before anything is sent. Those that are on their way end as they do.
   *
   * @throws InvalidArgumentError, StoreUnavailableError
   * @example
   * await budget.stop({ tenant: 'user-1', reason: 'Your pictures are being looked at' });
   */
  stop(what?: StopRequest): Promise<void>;
  /** Lets go on what was stopped; `false` where it was not. Each stop is undone by itself. */
  resume(what?: StoppedCalls): Promise<boolean>;
  /** What is stopped: `stop/<namespace>/` and `all`, `model/…` or `tenant/…` with the hash of the tenant. */
  stopped(): Promise<readonly ThrownSwitch[]>;
  /**
   * Looks up what became of the sums of a tenant that nobody settled, by the keys under which services know them and by the
   * pictures that they have put into a bucket: what was billed is settled with what it has cost, what was not is freed. Of
   * a route that has no way to know it says so, and leaves the sum. Pays nothing.
   *
   * @throws InvalidArgumentError, StoreUnavailableError, the abort reason
   * @example
   * const sums = await budget.reconcile({ models: [grok.image(id), civitai.image(id)], blobs: bucket });
   * for (const { id, outcome, reason } of sums) console.log(outcome, id, reason);
   */
  reconcile(options: ReconcileOptions): Promise<readonly ReconciledSum[]>;
  /** Waits until what the ledger has still to be told is told, e.g. before a function is frozen; two minutes at most. */
  flush(): Promise<void>;
}

/**
 * A hard limit on what is spent: in USD, Buzz or images, for each tenant, hour, day or month, by several limits at once,
 * and over all processes that share a ledger. A call reserves the most that it will cost before it is sent, and settles
 * with what it has cost. What may have been billed counts as spent until somebody knows better.
 *
 * @throws InvalidArgumentError naming the option; calls throw BudgetExceededError before anything is sent,
 * StoreUnavailableError where the ledger is away, InvalidArgumentError where price or tenant are not known
 * @example
 * const budget = budgetMiddleware({ usd: 1, images: 20, per: 'day', tenant: () => session.userId });
 * const model = wrap(grok.image('grok-imagine-image'), budget);
 * const [{ remaining, resetsAt }] = await budget.status('user-1');
 */
export function budgetMiddleware(options: BudgetOptions): BudgetMiddleware {
  const budget = readBudgetOptions(options);
  const { ledger = memoryLedger(), onEvent, namespace } = budget;
  const background = createBackground(budget.waitUntil);
  const tell = (event: BudgetEvent) => {
    try {
      onEvent?.(event);
    } catch {
      // Whoever listens fails no generation.
    }
  };
  const lookAtThreshold = onEvent && createThreshold(ledger, tell, background);

  const refuse = (tenant: string | undefined, error: BudgetRefusal): BudgetRefusal => {
    tell({ type: 'refused', tenant, error });
    return error;
  };

  async function treat(call: PassingCall): Promise<ImageResult> {
    const { params, model, next } = call;
    if (collects(params)) return next(params);
    const tenant = await tenantOf(budget, params);
    const prefix = await prefixOf(namespace, tenant);
    const place = await takePlace(ledger, prefix, budget, tenant, background);
    if (place === undefined) return treatPlaced(call, tenant, prefix);
    if (!place.isIn) {
      const { most } = place;
      throw refuse(tenant, new TooManyCallsError({ most, tenant, modelId: model.modelId }));
    }
    try {
      return withWarnings(await treatPlaced(call, tenant, prefix), place.warnings);
    } finally {
      background.run(() => place.release());
    }
  }

  async function treatPlaced(
    call: PassingCall,
    tenant: string | undefined,
    prefix: string,
  ): Promise<ImageResult> {
    const { params, model } = call;
    const accounts = await accountsOf(budget, prefix, tenant);
    const estimated = await estimate(budget, params, model);
    const most = mostOf({ money: estimated, images: params.n }, mostPaidOf(model));
    const amounts = toReserve(accounts, most, budget);
    const { params: entered, context } = enterContext(params);
    const { id, mayRecur } = await idOf(call, context, prefix);
    throwIfAborted(params.abortSignal);
    const switches = await switchesOf(namespace, tenant, model);
    const entry = await enter(ledger, { id, mayRecur, amounts, switches }, budget, background);
    if (!entry.isIn) {
      throw refuse(tenant, toRefusal(entry, { accounts, amounts, tenant, modelId: model.modelId }));
    }
    lookAtThreshold?.(accounts, tenant);
    const { hold } = entry;
    context.held.add(id);
    // Whoever sends it leaves a trail, by which a sum that nobody settled is looked up.
    context.trail ??= { name: randomId() };
    context.beforeSend(() => hold.send(JSON.stringify(context.sentTo)));
    const settle = (counted: Counted) => hold.settle(toSettle(accounts, amounts, counted, budget));
    const onFailure = (error: unknown) => {
      const refusals = countRefusal(accounts, error);
      if (refusals) background.insist('count a refusal', () => ledger.settle(`${id}/refused`, refusals));
    };
    const result = await sendHeld({ ...call, params: entered }, context, hold, { settle, onFailure });
    const cost = await finalCostOf(budget, call, result, estimated);
    const settled = settle({ money: cost.money, images: result.images.length });
    if (budget.waitUntil) background.run(() => settled);
    const unsettled = budget.waitUntil ? undefined : await settled;
    return withWarnings(
      tellCost(result, cost),
      [...cost.warnings, ...hold.warnings, unsettled].filter(text => text !== undefined),
    );
  }

  return {
    ...createMiddleware({ each: 'call', check: model => checkPriced(budget, model), treat }),
    async status(tenant) {
      const whose = budget.tenant === undefined ? undefined : checkTenant(tenant);
      const accounts = await accountsOf(budget, await prefixOf(namespace, whose), whose);
      return Promise.all(accounts.map(account => statusOf(ledger, account)));
    },
    async free(id) {
      return insistOn('free a budget', () => ledger.free(id));
    },
    async stop(given = {}) {
      const thrown = await readStop(namespace, given);
      await insistOn('stop calls', () => ledger.stop(thrown));
    },
    async resume(given = {}) {
      const { name } = await readStop(namespace, given);
      return insistOn('let calls go on', () => ledger.resume(name));
    },
    stopped: () => insistOn('read what is stopped', () => ledger.stopped(switchPrefix(namespace))),
    async reconcile(given) {
      const { tenant, ...how } = parseStrict(reconcileSchema(), given, 'reconcile');
      const whose = budget.tenant === undefined ? undefined : checkTenant(tenant);
      return reconcileSums(ledger, await prefixOf(namespace, whose), budget, how);
    },
    flush: () => background.flush(),
  };
}

/** @throws StoreUnavailableError */
async function insistOn<T>(what: string, ask: () => Promise<T>): Promise<T> {
  const answer = await askStore(what, ask);
  if (answer.isThere) return answer.value;
  throw new StoreUnavailableError(answer.reason, 'Ask again when the store is back.');
}

/** Sends a call whose money is held, and where it fails says what becomes of that. */
async function sendHeld(
  { params, model, next }: PassingCall,
  context: CallContext,
  hold: Hold,
  {
    settle,
    onFailure,
  }: {
    readonly settle: (counted: Counted) => Promise<unknown>;
    readonly onFailure: (error: unknown) => void;
  },
): Promise<ImageResult> {
  try {
    throwIfAborted(params.abortSignal);
    return await next(params, routed(model));
  } catch (error) {
    onFailure(error);
    const billed = billedByError(error, params.abortSignal);
    if (billed.kind === 'free' || !context.isSent) await hold.release();
    else if (billed.kind === 'unknown') await hold.lose();
    // Who bills pictures that do not come has made them: all count, or none.
    else await settle({ money: billed.money, images: isNothing(billed.money) ? 0 : params.n });
    throw error;
  }
}

function isNothing({ usd = 0, buzz = 0 }: Money): boolean {
  return usd + buzz === 0;
}
