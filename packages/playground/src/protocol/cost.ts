import type { Cost } from './run.ts';

/** Parts of a unit that sums are counted in, so that cents add up: ticks of 1e-10 USD, thousandths of a Buzz. */
const parts = { usd: 1e10, buzz: 1000 } as const;

/** The sum of several amounts; what none of them has stays out. */
export function sumOf(costs: readonly Cost[]): Cost {
  return { usd: sum(costs, 'usd'), buzz: sum(costs, 'buzz') };
}

function sum(costs: readonly Cost[], unit: keyof typeof parts): number | undefined {
  const known = costs.flatMap(cost => cost[unit] ?? []);
  if (known.length === 0) return undefined;
  return known.reduce((all, one) => all + Math.round(one * parts[unit]), 0) / parts[unit];
}

/** Whether an amount is known at all. */
export function isKnown({ usd, buzz }: Cost): boolean {
  return usd !== undefined || buzz !== undefined;
}
