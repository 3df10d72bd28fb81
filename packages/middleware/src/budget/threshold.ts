import { askStore } from '../stack/store-call.ts';
import type { Ledger } from '../stores/ledger.ts';
import { toFigures, type Account } from './accounts.ts';
import type { Background } from '../stack/background.ts';
import { thresholdShare, type BudgetEvent } from './events.ts';

/** Looks, without making a call wait for it, whether much of a limit is taken, and tells each period once. */
export function createThreshold(
  ledger: Ledger,
  tell: (event: BudgetEvent) => void,
  background: Background,
): (accounts: readonly Account[], tenant: string | undefined) => void {
  /** By account, when its period ends: those that are told. */
  const told = new Map<string, number>();
  const look = async (account: Account, tenant: string | undefined) => {
    const answer = await askStore('read a budget', () => ledger.standing(account.name));
    if (!answer.isThere || told.has(account.name)) return;
    const { spent, reserved, unsettled } = answer.value;
    if (spent + reserved + unsettled < account.most * thresholdShare) return;
    const figures = toFigures(account, answer.value);
    for (const [name, endsAt] of told) if (endsAt < Date.now()) told.delete(name);
    told.set(account.name, figures.resetsAt?.getTime() ?? Infinity);
    tell({ type: 'threshold', tenant, ...figures });
  };
  return (accounts, tenant) => {
    for (const account of accounts) {
      if (account.limit === Infinity || told.has(account.name)) continue;
      background.run(() => look(account, tenant));
    }
  };
}
