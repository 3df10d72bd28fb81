import { summarise, type Summary } from '../statistics.ts';

/**
 * Measures several things in turn, in every second run in the opposite order, so that whatever else the machine does
 * meets all of them.
 *
 * @returns what each of them measured, run by run
 */
export async function measureInTurn<NAME extends string>(
  names: readonly NAME[],
  runs: number,
  measure: (name: NAME) => Promise<number>,
): Promise<Map<NAME, number[]>> {
  const measured = new Map(names.map(name => [name, new Array<number>()]));
  for (let run = 0; run < runs; run++) {
    for (const name of run % 2 === 0 ? names : names.toReversed()) {
      measured.get(name)?.push(await measure(name));
    }
  }
  return measured;
}

/** Ours as a multiple of theirs, run by run. */
export function ratioOf(ours: readonly number[] = [], theirs: readonly number[] = []): Summary {
  return summarise(ours.map((figure, run) => figure / (theirs[run] ?? Number.NaN)));
}

/** The median of what one of them measured. */
export function medianOf(figures: readonly number[] = []): number {
  return summarise(figures).median;
}
