import type { GenerationCost } from '@grok-image/core';
import type { BudgetCurrency } from '../errors/budget-exceeded-error.ts';

/** Whole units of one of each: sums of fractions would let 49 calls pass in place of 50. */
const unitsOf: Readonly<Record<BudgetCurrency, number>> = {
  usd: 10_000_000_000,
  buzz: 1000,
  images: 1,
  refusals: 1,
};

/** An amount of money in whole units: ticks of 1e-10 USD, thousandths of a Buzz. */
export interface Money {
  readonly usd?: number | undefined;
  readonly buzz?: number | undefined;
}

/** A price in whole units: what is left over counts as one more. */
export function priceToUnits(amount: number, currency: BudgetCurrency): number {
  return toWhole(amount * unitsOf[currency], Math.ceil);
}

/** A limit in whole units: what is left over is not spent. `Infinity` is as much as can be counted. */
export function limitToUnits(amount: number, currency: BudgetCurrency): number {
  return toWhole(amount * unitsOf[currency], Math.floor);
}

/** An amount as callers count it. */
export function fromUnits(units: number, currency: BudgetCurrency): number {
  return units / unitsOf[currency];
}

/** What a cost comes to in whole units. */
export function costToUnits({ usd, buzz }: GenerationCost): Money {
  return {
    ...(usd !== undefined && { usd: priceToUnits(usd, 'usd') }),
    ...(buzz !== undefined && { buzz: priceToUnits(buzz, 'buzz') }),
  };
}

/** Ticks that thousandths of a Buzz are worth. */
export function buzzToTicks(thousandths: number, usdPerBuzz: number): number {
  return priceToUnits((thousandths / unitsOf.buzz) * usdPerBuzz, 'usd');
}

/** Rounds, but for what only the binary fractions of a computer add: 0.07 USD are 700,000,000 ticks, not one more. */
function toWhole(exact: number, round: (exact: number) => number): number {
  const nearest = Math.round(exact);
  const noise = Math.max(1e-3, exact * 4 * Number.EPSILON);
  const whole = Math.abs(exact - nearest) <= noise ? nearest : round(exact);
  return Math.min(whole, Number.MAX_SAFE_INTEGER);
}

/** Adds sums, each of which may lack a currency. */
export function addMoney(sums: readonly Money[]): Money {
  const add = (currency: 'usd' | 'buzz') => {
    const known = sums.flatMap(sum => sum[currency] ?? []);
    return known.length === 0 ? {} : { [currency]: known.reduce((total, units) => total + units, 0) };
  };
  return { ...add('usd'), ...add('buzz') };
}
