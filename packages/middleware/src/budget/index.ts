export { BudgetExceededError } from '../errors/budget-exceeded-error.ts';
export type { BudgetCurrency, BudgetFigures, BudgetPeriod } from '../errors/budget-exceeded-error.ts';
export { StoreUnavailableError } from '../errors/store-unavailable-error.ts';
export { budgetMiddleware, type BudgetMiddleware } from './budget.ts';
export type { BudgetEvent } from './events.ts';
export type { BudgetLimit, BudgetOptions, ImagePrice, LimitFigure } from './options.ts';
export type { PricedRequest, PriceFunction } from './options.ts';
export type { ReconciledSum, ReconcileOptions } from './reconcile.ts';
export type { BudgetStatus, UnsettledAmount } from './status.ts';
