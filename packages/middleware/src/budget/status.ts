import { StoreUnavailableError } from '../errors/store-unavailable-error.ts';
import type { BudgetFigures } from '../errors/budget-exceeded-error.ts';
import { askStore } from '../stack/store-call.ts';
import type { Ledger } from '../stores/ledger.ts';
import { toFigures, type Account } from './accounts.ts';
import { fromUnits } from './money.ts';

/** A sum that nobody settled, in USD, Buzz or images. */
export interface UnsettledAmount {
  /** What `free` takes. */
  readonly id: string;
  readonly amount: number;
  readonly since: Date;
}

/** How a limit stands. */
export interface BudgetStatus extends BudgetFigures {
  /** What a call may still cost; 0 where more is taken than the limit. */
  readonly remaining: number;
  readonly unsettledAmounts: readonly UnsettledAmount[];
}

/** @throws StoreUnavailableError */
export async function statusOf(ledger: Ledger, account: Account): Promise<BudgetStatus> {
  const { name, currency, most } = account;
  const answer = await askStore('read a budget', () =>
    Promise.all([ledger.standing(name), ledger.unsettled(name)]),
  );
  if (!answer.isThere) throw new StoreUnavailableError(answer.reason, 'Ask again when the store is back.');
  const [standing, sums] = answer.value;
  const taken = standing.spent + standing.reserved + standing.unsettled;
  return {
    ...toFigures(account, standing),
    remaining: account.limit === Infinity ? Infinity : fromUnits(Math.max(0, most - taken), currency),
    unsettledAmounts: sums.map(({ id, amount, since }) => ({
      id,
      amount: fromUnits(amount, currency),
      since: new Date(since),
    })),
  };
}
