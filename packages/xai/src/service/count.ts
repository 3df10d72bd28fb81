import { amountOf } from '@grok-image/core';

/** A count or an amount of money; JSON has numbers of 64 bits as texts. */
export function countOf(value: unknown): number | undefined {
  return amountOf(typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value);
}
