import type { Ledger } from '../ledger.ts';
import { createClaims } from './claims.ts';
import { createReservations } from './reservations.ts';
import { createSwitches } from './switches.ts';

/**
 * A ledger for this process, which forgets everything with it.
 *
 * @example
 * const budget = budgetMiddleware({ usd: 20, per: 'day', ledger: memoryLedger() });
 */
export function memoryLedger(): Ledger {
  const reservations = createReservations();
  const claims = createClaims();
  const { thrown, ...switches } = createSwitches();
  return {
    ...reservations,
    ...claims,
    ...switches,
    async reserve(reservation) {
      const stop = thrown(reservation.switches ?? []);
      if (stop === undefined) return reservations.reserve(reservation);
      return {
        isReserved: false,
        account: undefined,
        standing: { spent: 0, reserved: 0, unsettled: 0 },
        thrown: stop,
      };
    },
    async forget(what) {
      return reservations.forget(what) + claims.forget(what);
    },
  };
}
