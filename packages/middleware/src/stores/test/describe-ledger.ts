import { describe } from 'vitest';
import { describeClaims } from './describe-claims.ts';
import { describeReservations } from './describe-reservations.ts';
import { describeSwitches } from './describe-switches.ts';
import type { MakeLedgers } from './make-ledgers.ts';

/** What holds for every ledger. */
export function describeLedger(name: string, make: MakeLedgers): void {
  describe(`ledger of ${name}`, () => {
    describeReservations(make);
    describeClaims(make);
    describeSwitches(make);
  });
}
