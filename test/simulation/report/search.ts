import { assert, asyncProperty, check } from 'fast-check';
import { violationsOf, type Violation } from '../invariants/index.ts';
import { play, type Play } from '../play.ts';
import { drawScenario } from '../script/draw.ts';
import type { Scenario, ServiceName } from '../script/scenario.ts';

/** Which plays to play. */
export interface SearchSettings {
  readonly seed: number;
  readonly runs: number;
  /** The first of them, default 1: what comes before is drawn only. */
  readonly from?: number | undefined;
  readonly only?: readonly ServiceName[] | undefined;
}

/** A play that broke something, and at which run it was drawn. */
export interface Found {
  readonly run: number;
  readonly scenario: Scenario;
  readonly violations: readonly Violation[];
}

/** Plays as many scenarios as asked, drawn from the seed. */
export async function search(
  { seed, runs, from = 1, only }: SearchSettings,
  onPlay: (found: Found, played: Play) => void,
): Promise<void> {
  let run = 0;
  const property = asyncProperty(drawScenario(only), async scenario => {
    run++;
    if (run < from) return;
    const played = await play(scenario);
    onPlay({ run, scenario, violations: violationsOf(played) }, played);
  });
  await assert(property, { seed, numRuns: from - 1 + runs, endOnFailure: true });
}

/**
 * The smallest scenario that still shows a kind of violation, from the run at which it was found.
 *
 * @param isOfKind - whether a violation is one of the kind
 */
export async function shrink(
  { seed, only }: Pick<SearchSettings, 'seed' | 'only'>,
  run: number,
  isOfKind: (violation: Violation) => boolean,
): Promise<{ readonly scenario: Scenario; readonly path: string } | undefined> {
  let drawn = 0;
  const property = asyncProperty(drawScenario(only), async scenario => {
    drawn++;
    if (drawn < run) return true;
    return !violationsOf(await play(scenario)).some(isOfKind);
  });
  const { counterexample, counterexamplePath } = await check(property, { seed, numRuns: run });
  const [scenario] = counterexample ?? [];
  return scenario && { scenario, path: counterexamplePath ?? '' };
}
