import { invalidArgument } from '@grok-image/core';
import { randomId } from '@grok-image/core/internal';
import type { Ledger } from '../stores/ledger.ts';
import type { Background } from '../stack/background.ts';
import { enter, type Hold } from './book.ts';
import type { ReadBudget } from './read-options.ts';

/** Whether a call has a place among those of its tenant that run, or as many run as may. */
export type Place =
  | ({ readonly isIn: true } & Pick<Hold, 'release' | 'warnings'>)
  | { readonly isIn: false; readonly most: number };

/**
 * Takes a place, which is free again when the call ends, or when its process has been gone for half a minute.
 *
 * @param prefix - of all names of its tenant
 * @returns `undefined` where nothing limits how many run
 * @throws InvalidArgumentError for a figure that is none; StoreUnavailableError where the ledger is away and calls are refused
 * then
 */
export async function takePlace(
  ledger: Ledger,
  prefix: string,
  { maxInFlight, onStoreFailure }: ReadBudget,
  tenant: string | undefined,
  background: Background,
): Promise<Place | undefined> {
  const most = typeof maxInFlight === 'function' ? await maxInFlight(tenant ?? '') : maxInFlight;
  if (most === undefined || most === Infinity) return undefined;
  if (!Number.isInteger(most) || most < 0) {
    throw invalidArgument('maxInFlight of a tenant', most, 'a whole number from 0, or Infinity');
  }
  const amounts = [{ account: `${prefix}in-flight`, amount: 1, limit: most }];
  const one = { id: `${prefix}flight/${randomId()}`, mayRecur: false, amounts };
  const entry = await enter(ledger, one, { lost: 'free', onStoreFailure }, background);
  return entry.isIn ? { ...entry.hold, isIn: true } : { isIn: false, most };
}
