import type { GenerationCost } from '@grok-image/core';

/** A cost by its currencies, e.g. `0.08 USD`; `undefined` where there is none. */
export function costWords({ usd, buzz }: GenerationCost = {}): string | undefined {
  const parts = [
    usd !== undefined && `${trimmed(usd)} USD`,
    buzz !== undefined && `${trimmed(buzz)} Buzz`,
  ].filter(part => part !== false);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Sums of fractions without what binary fractions add: 0.30000000000000004 is 0.3. */
function trimmed(amount: number): string {
  return String(Number(amount.toFixed(6)));
}

/** Adds costs, each of which may lack a currency. */
export function addCosts(costs: readonly (GenerationCost | undefined)[]): GenerationCost {
  const add = (currency: 'usd' | 'buzz') => {
    const known = costs.flatMap(cost => cost?.[currency] ?? []);
    return known.length === 0 ? {} : { [currency]: known.reduce((sum, amount) => sum + amount, 0) };
  };
  return { ...add('usd'), ...add('buzz') };
}

/** `1 image`, `4 images`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A time as people say it, e.g. `2 min 5 s`. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
