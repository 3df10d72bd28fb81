import { chargeOrder, type Currency } from './facts.ts';
import type { CivitaiBalances } from '../options/civitai.ts';

/** One user: everything that belongs to an API key. */
export interface Account {
  readonly userId: number;
  readonly apiKey: string;
  readonly balances: Record<Currency, number>;
  /** Ids of workflows by the `externalId` of their submission. */
  readonly byExternalId: Map<string, string>;
  /** Ids of workflows by what was submitted. */
  readonly byContent: Map<string, string>;
}

/** A movement of Buzz between an account and the service. */
export interface Transaction {
  readonly type: 'debit' | 'credit';
  readonly amount: number;
  readonly accountType: Currency;
  readonly id: string;
}

/** Part of a price, and the currency that pays it. */
export interface Share {
  readonly accountType: Currency;
  readonly amount: number;
}

export function createAccount(userId: number, apiKey: string, balances: CivitaiBalances): Account {
  return { userId, apiKey, balances: { ...balances }, byExternalId: new Map(), byContent: new Map() };
}

/**
 * Which currencies may pay: those asked for, blue before green before yellow; only yellow pays for mature content
 * (developer.civitai.com, Payments).
 */
export function payingCurrencies(
  asked: readonly Currency[],
  allowMatureContent: boolean | undefined,
): readonly Currency[] {
  const wanted = asked.length === 0 ? chargeOrder : asked;
  const ordered = [...chargeOrder, 'fakeRed' as const].filter(currency => wanted.includes(currency));
  return allowMatureContent === true ? ordered.filter(currency => currency === 'yellow') : ordered;
}

/** Splits an amount over currencies in their order; `isEnough` says whether the balances cover it. */
export function splitAmount(
  balances: CivitaiBalances,
  amount: number,
  order: readonly Currency[],
): { readonly shares: readonly Share[]; readonly isEnough: boolean } {
  let open = amount;
  const shares = order.flatMap(accountType => {
    const part = Math.min(open, Math.max(0, balances[accountType]));
    open -= part;
    return part > 0 ? [{ accountType, amount: part }] : [];
  });
  return { shares, isEnough: open === 0 };
}
