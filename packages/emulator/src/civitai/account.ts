import type { Currency } from '../options/civitai.ts';

/** One user: everything that belongs to an API key. */
export interface Account {
  readonly userId: number;
  readonly apiKey: string;
  readonly balances: Record<Currency, number>;
  /** Ids of workflows by the keys of their submissions: the `externalId`, and what was submitted. */
  readonly known: Map<string, string>;
}

/** Part of a price, and the currency that pays it. */
export interface Share {
  readonly amount: number;
  readonly accountType: Currency;
}

/** A movement of Buzz between an account and the service. */
export interface Transaction extends Share {
  readonly type: 'debit' | 'credit';
  readonly id: string;
}
