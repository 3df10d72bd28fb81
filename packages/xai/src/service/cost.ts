/** xAI's unit of money: 10,000,000,000 ticks are 1 USD (docs.x.ai, usage). */
const ticksPerUsd = 10_000_000_000;

/** Ticks in USD. */
export function ticksToUsd(ticks: number): number {
  return ticks / ticksPerUsd;
}

/** USD in whole ticks. */
export function usdToTicks(usd: number): number {
  return Math.round(usd * ticksPerUsd);
}
