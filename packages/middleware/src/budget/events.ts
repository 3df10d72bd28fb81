import type { BudgetExceededError, BudgetFigures } from '../errors/budget-exceeded-error.ts';

/** What `onEvent` hears of a budget. */
export type BudgetEvent =
  /** Four fifths of a limit are taken: told once a period and process. */
  | ({ readonly type: 'threshold'; readonly tenant: string | undefined } & BudgetFigures)
  | { readonly type: 'refused'; readonly tenant: string | undefined; readonly error: BudgetExceededError };

/** Share of a limit from which it is told. */
export const thresholdShare = 0.8;
