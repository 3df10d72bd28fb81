import type { Play } from '../play.ts';
import { asAsked } from './as-asked.ts';
import { billedOnce } from './billed-once.ts';
import { caps } from './caps.ts';
import { cancelsItsOwn } from './cancels-its-own.ts';
import { claims } from './claims.ts';
import { clean } from './clean.ts';
import { costTold } from './cost-told.ts';
import { counted } from './counted.ts';
import { deadline } from './deadline.ts';
import { deliveredOrNamed } from './delivered-or-named.ts';
import { kept } from './kept.ts';
import { shared } from './shared.ts';
import type { Invariant, Violation } from './violation.ts';

export type { Violation } from './violation.ts';

/** Everything that always holds. */
const invariants: readonly Invariant[] = [
  billedOnce,
  deliveredOrNamed,
  claims,
  costTold,
  counted,
  caps,
  shared,
  cancelsItsOwn,
  deadline,
  asAsked,
  clean,
];

/** What holds for the jobs of a run, whoever sends them. */
const invariantsOfRun: readonly Invariant[] = [billedOnce, kept, clean];

/** All that a play broke. */
export function violationsOf(play: Play): Violation[] {
  return (play.scenario.bulk ? invariantsOfRun : invariants).flatMap(invariant => invariant(play));
}
