import type { Ledger } from '../ledger.ts';

/** Gives what several processes see of a new ledger that they share, two or more. */
export type MakeLedgers = () => Promise<readonly [Ledger, Ledger, ...Ledger[]]>;
