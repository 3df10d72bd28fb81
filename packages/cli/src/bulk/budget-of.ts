import type { BulkRunOptions } from '@grok-image/bulk';
import { recoveryPortOf } from '@grok-image/core';
import type { Model } from '../services/open.ts';

/** An amount as a budget in the currency that a model bills in. */
export function budgetOf(amount: number | undefined, model: Model): BulkRunOptions['budget'] {
  if (amount === undefined) return undefined;
  const currency = recoveryPortOf(model)?.capabilities.currency ?? 'usd';
  return { [currency]: amount };
}
