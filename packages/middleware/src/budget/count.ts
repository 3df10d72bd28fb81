import { shareCost, type JsonObject } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import type { PassingCall } from '../stack/middleware.ts';
import type { ImageResult } from '../stack/model.ts';
import { tellOf } from '../stack/told.ts';
import type { ReservedAmount } from '../stores/ledger.ts';
import type { Account } from './accounts.ts';
import { billedOf, untoldBefore } from './billed.ts';
import { addMoney, buzzToTicks, fromUnits, type Money } from './money.ts';
import type { ReadBudget } from './read-options.ts';
import { priceOfResult } from './price.ts';

/** What is counted of a call. */
export interface Counted {
  readonly money: Money;
  readonly images: number;
}

/** The most that is counted of a call which so many models may bill. */
export function mostOf({ money: { usd, buzz }, images }: Counted, models: number): Counted {
  return {
    money: {
      ...(usd !== undefined && { usd: usd * models }),
      ...(buzz !== undefined && { buzz: buzz * models }),
    },
    images: images * models,
  };
}

/** What a call holds of each account before it is sent. */
export function toReserve(
  accounts: readonly Account[],
  counted: Counted,
  budget: ReadBudget,
): readonly ReservedAmount[] {
  // A fallback has a price in each currency, of which only one is paid.
  return accounts.map(({ name, currency, most }) => ({
    account: name,
    amount: unitsUnder(currency, counted, budget, Math.max) ?? 0,
    // It holds none: the call may be the next one that is refused, whatever runs beside it.
    limit: currency === 'refusals' ? most - 1 : most,
  }));
}

/** What it has taken of each in the end; where nothing is known of a currency, what was held. */
export function toSettle(
  accounts: readonly Account[],
  reserved: readonly ReservedAmount[],
  counted: Counted,
  budget: ReadBudget,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    accounts.map(({ name, currency }, index) => [
      name,
      unitsUnder(currency, counted, budget, add) ?? reserved[index]?.amount ?? 0,
    ]),
  );
}

/** Of a call that several services have billed, e.g. one after the other in a fallback. */
function add(usd: number, buzz: number): number {
  return usd + buzz;
}

/** How much a call takes of an account of a currency; `undefined` where that is not known. */
export function unitsUnder(
  currency: Account['currency'],
  { money: { usd, buzz }, images }: Counted,
  { usdPerBuzz }: ReadBudget,
  join: (usd: number, buzz: number) => number,
): number | undefined {
  if (currency === 'images') return images;
  if (currency === 'refusals') return 0;
  if (currency === 'buzz') return buzz;
  if (buzz === undefined || usdPerBuzz === undefined) return usd;
  const ticks = buzzToTicks(buzz, usdPerBuzz);
  return usd === undefined ? ticks : join(usd, ticks);
}

/** What a call has cost, as well as it is known. */
export interface FinalCost {
  readonly money: Money;
  /** Whether the model itself did not say all of it. */
  readonly isEstimated: boolean;
  readonly warnings: readonly string[];
}

/** What a call has cost: by what the model says, else by the price function, else by the estimate. */
export async function finalCostOf(
  { price }: ReadBudget,
  { params, model }: PassingCall,
  result: ImageResult,
  estimated: Money,
): Promise<FinalCost> {
  const billed = billedOf(result, params.n);
  if (billed !== undefined) {
    const isEstimated = billed.untold > 0;
    const untold = isEstimated ? [partOf(estimated, billed.untold / params.n)] : [];
    return { money: addMoney([billed.money, ...untold]), isEstimated, warnings: [] };
  }
  // Of those that were asked before it nobody says anything either.
  const withOthers = (money: Money) => addMoney([money, partOf(estimated, untoldBefore(result))]);
  const guess = { money: withOthers(estimated), isEstimated: true, warnings: [] };
  if (typeof price !== 'function') return guess;
  try {
    const money = (await priceOfResult(price, { params, model, result })) ?? estimated;
    return { ...guess, money: withOthers(money) };
  } catch (error) {
    // The picture is paid, whatever the function thinks of it.
    return { ...guess, warnings: [`The budget counts its estimate, as price failed: ${messageOf(error)}`] };
  }
}

function partOf({ usd, buzz }: Money, share: number): Money {
  return {
    ...(usd !== undefined && { usd: Math.ceil(usd * share) }),
    ...(buzz !== undefined && { buzz: Math.ceil(buzz * share) }),
  };
}

/** Tells of each image its share of what the call has cost. */
export function tellCost(result: ImageResult, { money, isEstimated }: FinalCost): ImageResult {
  const shares = (units: number | undefined) =>
    units === undefined ? [] : shareCost(units, result.images.length);
  const [usd, buzz] = [shares(money.usd), shares(money.buzz)];
  if (usd.length === 0 && buzz.length === 0) return result;
  return tellOf(result, (index): JsonObject => {
    const [ticks, thousandths] = [usd[index], buzz[index]];
    return {
      ...(ticks !== undefined && { costUsd: fromUnits(ticks, 'usd') }),
      ...(thousandths !== undefined && { costBuzz: fromUnits(thousandths, 'buzz') }),
      ...(isEstimated && { estimated: true }),
    };
  });
}
