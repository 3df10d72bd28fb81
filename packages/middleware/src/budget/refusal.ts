import { BudgetExceededError } from '../errors/budget-exceeded-error.ts';
import type { CallsStoppedError } from '../errors/calls-stopped-error.ts';
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts';
import { classifyError } from '../stack/classify.ts';
import type { ReservedAmount } from '../stores/ledger.ts';
import { toFigures, type Account } from './accounts.ts';
import type { Entry } from './book.ts';
import { fromUnits } from './money.ts';
import { toStopped } from './switches.ts';

/** The error of a call that is stopped, or does not fit into an account. */
export function toRefusal(
  entry: Extract<Entry, { isIn: false }>,
  {
    accounts,
    amounts,
    tenant,
    modelId,
  }: {
    readonly accounts: readonly Account[];
    readonly amounts: readonly ReservedAmount[];
    readonly tenant: string | undefined;
    readonly modelId: string;
  },
): BudgetExceededError | CallsStoppedError {
  if ('thrown' in entry) return toStopped(entry.thrown, modelId);
  const { account: name, standing } = entry;
  const account = accounts.find(one => one.name === name);
  const needed = amounts.find(one => one.account === name)?.amount;
  if (account === undefined || needed === undefined) {
    throw new StoreUnavailableError('Failed to reserve a budget: the ledger refused an account of another.');
  }
  return new BudgetExceededError({
    ...toFigures(account, standing),
    needed: fromUnits(needed, account.currency),
    tenant,
    modelId,
  });
}

/** What counts a refusal by moderation on the accounts that do; `undefined` where none does, or it was none. */
export function countRefusal(
  accounts: readonly Account[],
  error: unknown,
): Readonly<Record<string, number>> | undefined {
  const counting = accounts.filter(({ currency }) => currency === 'refusals');
  if (counting.length === 0 || classifyError(error).class !== 'moderation') return undefined;
  return Object.fromEntries(counting.map(({ name }) => [name, 1]));
}
