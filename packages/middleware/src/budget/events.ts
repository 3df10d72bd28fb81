import type { BudgetExceededError, BudgetFigures } from '../errors/budget-exceeded-error.ts';
import type { CallsStoppedError } from '../errors/calls-stopped-error.ts';
import type { TooManyCallsError } from '../errors/too-many-calls-error.ts';

/** What `onEvent` hears of a budget. */
export type BudgetEvent =
  /** Four fifths of a limit are taken: told once a period and process. */
  | ({ readonly type: 'threshold'; readonly tenant: string | undefined } & BudgetFigures)
  | { readonly type: 'refused'; readonly tenant: string | undefined; readonly error: BudgetRefusal };

/** Why a budget refuses a call. */
export type BudgetRefusal = BudgetExceededError | CallsStoppedError | TooManyCallsError;

/** Share of a limit from which it is told. */
export const thresholdShare = 0.8;
