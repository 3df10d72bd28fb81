import { budgetMiddleware, type BudgetMiddleware, type BudgetOptions } from '../budget/index.ts';
import type { ImageModelLike } from '../stack/model.ts';
import { wrap } from '../stack/wrap.ts';

/** A model with a budget around it. */
export function budgeted<MODEL extends ImageModelLike>(
  model: MODEL,
  options: BudgetOptions,
): { readonly model: MODEL; readonly budget: BudgetMiddleware } {
  const budget = budgetMiddleware(options);
  return { model: wrap(model, budget), budget };
}
