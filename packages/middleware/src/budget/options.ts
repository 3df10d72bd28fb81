import type { GenerationCost } from '@grok-image/core';
import type { BudgetPeriod } from '../errors/budget-exceeded-error.ts';
import type { WaitUntil } from '../stack/background.ts';
import type { ImageParams, ImageResult } from '../stack/model.ts';
import type { Ledger } from '../stores/ledger.ts';
import type { BudgetEvent } from './events.ts';

/**
 * A figure, or one for each tenant: `Infinity` is no limit, 0 stops the tenant. The function gets `''` where `tenant` is
 * left out.
 */
export type LimitFigure = number | ((tenant: string) => number | PromiseLike<number>);

/** What may be spent in a period; of several amounts each holds. */
export interface BudgetLimit {
  /** USD, up to 900,000. */
  readonly usd?: LimitFigure | undefined;
  readonly buzz?: LimitFigure | undefined;
  /** Images, whatever they cost. */
  readonly images?: LimitFigure | undefined;
  /**
   * Calls that moderation refuses: a tenant who has as many makes no more until the period ends. `Infinity` counts them for
   * `status()` only.
   */
  readonly refusals?: LimitFigure | undefined;
  /** Default `'total'`: never reset. */
  readonly per?: BudgetPeriod | undefined;
}

/** A request whose price is asked for. */
export interface PricedRequest extends ImageParams {
  readonly provider: string;
  readonly modelId: string;
}

/** Money for one image: USD, or an amount of one currency. */
export type ImagePrice = number | { readonly usd: number } | { readonly buzz: number };

/**
 * What a whole request costs: USD, an amount, or `undefined` where it is not known.
 *
 * @param result - what came of it, once it has: what it really cost may be in there
 */
export type PriceFunction = (
  request: PricedRequest,
  result?: ImageResult,
) => number | GenerationCost | undefined | PromiseLike<number | GenerationCost | undefined>;

/** Options of `budgetMiddleware`. */
export interface BudgetOptions extends BudgetLimit {
  /** Further limits, which hold together with the one that stands beside, e.g. a month's with a day's. */
  readonly limits?: readonly BudgetLimit[] | undefined;
  /** Whose budget a call is on; calls of none are refused. Left out, all share one. */
  readonly tenant?:
    | ((params: ImageParams) => string | undefined | PromiseLike<string | undefined>)
    | undefined;
  /** What one image costs, or a function that prices a request. By default, models of this family know it. */
  readonly price?: ImagePrice | PriceFunction | undefined;
  /** Calls whose price is not known: refused, let through and counted with what they turn out to have cost, or one figure for each image. Default `'refuse'`. */
  readonly unknownPrice?: 'refuse' | 'allow' | ImagePrice | undefined;
  /** USD that a Buzz is worth: with it, Buzz counts under limits in USD. */
  readonly usdPerBuzz?: number | undefined;
  /** Calls of a tenant that may run at once, in all processes that share the ledger; others are refused as by a 429. */
  readonly maxInFlight?: LimitFigure | undefined;
  /** Name of the IANA database, by whose clocks days begin. Default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** Where the money is kept. Default: in this process, which forgets it with its end. */
  readonly ledger?: Ledger | undefined;
  /** Tells budgets apart that share a ledger, e.g. `'staging'`. Default `'default'`. */
  readonly namespace?: string | undefined;
  /** What calls leave behind whose end nobody knows: a sum that counts as spent until somebody frees it, or nothing. Default `'unsettled'`. */
  readonly lost?: 'unsettled' | 'free' | undefined;
  /** What becomes of calls while the ledger is away. Default `'refuse'`. */
  readonly onStoreFailure?: 'refuse' | 'allow' | undefined;
  /**
   * Is handed all that goes on after the answer, so that a function is not frozen before: with it, costs are settled after
   * the answer, and what goes wrong with that is no warning of the result.
   */
  readonly waitUntil?: WaitUntil | undefined;
  /** Hears when four fifths of a limit are taken, and of every refusal. */
  readonly onEvent?: ((event: BudgetEvent) => void) | undefined;
}
