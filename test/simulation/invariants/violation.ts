import type { Play } from '../play.ts';

/** What always holds; one file each. */
export const invariantNames = [
  'billed once',
  'delivered or named',
  'kept',
  'claims',
  'cost told',
  'counted',
  'caps',
  'shared',
  'cancels its own',
  'deadline',
  'as asked',
  'clean',
] as const;

export type InvariantName = (typeof invariantNames)[number];

/** One way in which a play broke an invariant. */
export interface Violation {
  readonly invariant: InvariantName;
  /** Its kind in a few fixed words, equal for all that are alike. */
  readonly sign: string;
  /** What was seen, for a person. */
  readonly text: string;
}

/** Finds what broke; nothing where the invariant held. */
export type Invariant = (play: Play) => readonly Violation[];
