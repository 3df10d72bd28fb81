import { countOf } from './count.ts';

/** xAI's unit of money: 10,000,000,000 ticks are 1 USD (docs.x.ai, usage). */
const ticksPerUsd = 10_000_000_000;

/** Ticks of an answer: whole, because the shares of a fraction would not add up to it. */
export function ticksOf(value: unknown): number | undefined {
  const ticks = countOf(value);
  return ticks === undefined ? undefined : Math.round(ticks);
}

/** Ticks in USD. */
export function ticksToUsd(ticks: number): number {
  return ticks / ticksPerUsd;
}

/** USD in whole ticks. */
export function usdToTicks(usd: number): number {
  return Math.round(usd * ticksPerUsd);
}
