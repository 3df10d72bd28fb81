import type { Ledger } from '../ledger.ts';
import { createClaims } from './claims.ts';
import { createReservations } from './reservations.ts';

/**
 * A ledger for this process, which forgets everything with it.
 *
 * @example
 * const budget = budgetMiddleware({ usd: 20, per: 'day', ledger: memoryLedger() });
 */
export function memoryLedger(): Ledger {
  const reservations = createReservations();
  const claims = createClaims();
  return {
    ...reservations,
    ...claims,
    async forget(what) {
      return reservations.forget(what) + claims.forget(what);
    },
  };
}
