import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark, markOutcome } from '@grok-image/core/internal';

const marker = Symbol.for('grok-image.error.BudgetExceededError');

/** What an amount of a budget is in: USD, Buzz, images, or calls that moderation has refused. */
export type BudgetCurrency = 'usd' | 'buzz' | 'images' | 'refusals';

/** How long a limit lasts: until the next hour, day or month begins, or for good. */
export type BudgetPeriod = 'hour' | 'day' | 'month' | 'total';

/** What a limit comes to and how much of it is taken, in USD, Buzz, images or refusals. */
export interface BudgetFigures {
  readonly currency: BudgetCurrency;
  readonly per: BudgetPeriod;
  readonly limit: number;
  /** Billed. */
  readonly spent: number;
  /** Held for calls that run. */
  readonly reserved: number;
  /** May have been billed: of calls whose end nobody knows. */
  readonly unsettled: number;
  /** When the period ends and the next one begins with nothing spent; `undefined` for a total. */
  readonly resetsAt: Date | undefined;
}

/**
 * A call would cost more than what is left of a budget. Nothing was sent and nothing was billed. A smaller call may fit.
 *
 * @example
 * if (BudgetExceededError.isInstance(error)) tell(user, `Come back at ${error.resetsAt?.toISOString()}`);
 */
export class BudgetExceededError extends AISDKError implements BudgetFigures {
  readonly currency: BudgetCurrency;
  readonly per: BudgetPeriod;
  readonly limit: number;
  readonly spent: number;
  readonly reserved: number;
  readonly unsettled: number;
  readonly resetsAt: Date | undefined;
  /** What the call would have cost at most, in the same currency. */
  readonly needed: number;
  /** Whose budget it is; `undefined` for one that all share. */
  readonly tenant: string | undefined;

  constructor(
    figures: BudgetFigures & {
      readonly needed: number;
      readonly tenant: string | undefined;
      readonly modelId: string;
    },
  ) {
    super({ name: 'BudgetExceededError', message: sentence(figures) });
    mark(this, marker);
    markOutcome(this, 'refused');
    this.currency = figures.currency;
    this.per = figures.per;
    this.limit = figures.limit;
    this.spent = figures.spent;
    this.reserved = figures.reserved;
    this.unsettled = figures.unsettled;
    this.resetsAt = figures.resetsAt;
    this.needed = figures.needed;
    this.tenant = figures.tenant;
  }

  static override isInstance(error: unknown): error is BudgetExceededError {
    return hasMarker(error, marker);
  }
}

const units = { usd: 'USD', buzz: 'Buzz', images: 'images', refusals: 'refusals' };
const periods = { hour: ' an hour', day: ' a day', month: ' a month', total: '' };

/** Without the tenant, who may be a person. */
function sentence(figures: BudgetFigures & { readonly needed: number; readonly modelId: string }): string {
  const { currency, per, limit, spent, reserved, unsettled, resetsAt, needed, modelId } = figures;
  const taken = [
    `${spent} are spent`,
    reserved > 0 && `${reserved} reserved`,
    unsettled > 0 && `${unsettled} unsettled`,
  ].filter(Boolean);
  const next =
    needed > limit || resetsAt === undefined
      ? 'Ask for less or raise the limit.'
      : `It resets at ${resetsAt.toISOString()}.`;
  if (currency === 'refusals') {
    return `Failed to generate an image with ${modelId}: moderation has refused ${spent} calls, and ${limit} are allowed${periods[per]}. ${next} Nothing was sent.`;
  }
  return `Failed to generate an image with ${modelId}: the call needs ${needed} of a budget of ${limit} ${units[currency]}${periods[per]}, of which ${taken.join(', ')}. ${next} Nothing was sent.`;
}
