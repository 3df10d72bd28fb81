import { invalidArgument } from '@grok-image/core';
import type { BudgetCurrency, BudgetFigures } from '../errors/budget-exceeded-error.ts';
import type { ImageParams } from '../stack/model.ts';
import { nameOfTenant } from '../stack/tenant.ts';
import type { Standing } from '../stores/ledger.ts';
import { fromUnits, limitToUnits } from './money.ts';
import { checkFigure, type ReadBudget, type ReadLimit } from './read-options.ts';

/** One limit of one tenant in one period. */
export interface Account extends Pick<ReadLimit, 'currency' | 'per'> {
  /** E.g. `budget/default/3f…/usd/day/2026-11-29`. */
  readonly name: string;
  /** As the caller counts it. */
  readonly limit: number;
  /** The same in whole units. */
  readonly most: number;
  readonly resetsAt: () => Date | undefined;
}

const currencies: readonly BudgetCurrency[] = ['usd', 'buzz', 'images', 'refusals'];

/** Longest name of a tenant, in characters. */
const longestTenant = 1024;

/**
 * Whose budget a call is on; `undefined` where all share one.
 *
 * @throws InvalidArgumentError where `tenant` gives none: it would be on nobody's
 */
export async function tenantOf(budget: ReadBudget, params: ImageParams): Promise<string | undefined> {
  if (budget.tenant === undefined) return undefined;
  return checkTenant(await budget.tenant(params));
}

/** @throws InvalidArgumentError */
export function checkTenant(tenant: unknown): string {
  if (typeof tenant === 'string' && tenant !== '' && tenant.length <= longestTenant) return tenant;
  throw invalidArgument('tenant', tenant, `a text of 1 to ${longestTenant} characters for every call`);
}

/**
 * How all names of a tenant begin, those of accounts and of reservations: `budget/<namespace>/<tenant>/`. The tenant is
 * hashed, so that whatever it is makes a name, and no store holds mail addresses.
 */
export async function prefixOf(namespace: string, tenant: string | undefined): Promise<string> {
  return `budget/${namespace}/${await nameOfTenant(tenant)}/`;
}

/** The accounts that a call of a tenant is on now. */
export async function accountsOf(
  { limits, calendar }: ReadBudget,
  prefix: string,
  tenant: string | undefined,
): Promise<readonly Account[]> {
  const now = Date.now();
  return Promise.all(
    limits.map(async ({ currency, per, figure }) => {
      const given = typeof figure === 'function' ? await figure(tenant ?? '') : figure;
      const limit = checkFigure(currency, given);
      return {
        currency,
        per,
        limit,
        name: `${prefix}${currency}/${per}/${calendar.nameOf(per, now)}`,
        most: limitToUnits(limit, currency),
        resetsAt: () => calendar.endOf(per, now),
      };
    }),
  );
}

/** What an account counts in; `undefined` for a name that is none of its tenant. */
export function currencyOf(account: string, prefix: string): BudgetCurrency | undefined {
  const [name] = account.startsWith(prefix) ? account.slice(prefix.length).split('/') : [];
  return currencies.find(currency => currency === name);
}

/** What a standing comes to as callers count it. */
export function toFigures(account: Account, { spent, reserved, unsettled }: Standing): BudgetFigures {
  const { currency, per, limit } = account;
  const amount = (units: number) => fromUnits(units, currency);
  return {
    currency,
    per,
    limit,
    spent: amount(spent),
    reserved: amount(reserved),
    unsettled: amount(unsettled),
    resetsAt: account.resetsAt(),
  };
}
