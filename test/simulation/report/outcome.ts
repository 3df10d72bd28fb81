import { createHash } from 'node:crypto';
import { kindsOf } from '../known.ts';
import type { Violation } from '../invariants/index.ts';
import { search, type SearchSettings } from './search.ts';
import { Tally } from './tally.ts';

/** How often a known kind was met, and at which run first. */
export interface Sighting {
  times: number;
  readonly firstRun: number;
}

/** What many plays came to. */
export interface Outcome {
  readonly seconds: number;
  /** By the id of a known kind. */
  readonly known: ReadonlyMap<string, Sighting>;
  /** Violations of no known kind, by invariant and sign. */
  readonly unknown: ReadonlyMap<string, Sighting & { readonly violation: Violation }>;
  readonly tally: Tally;
  /** The same on every machine for the same seed and number of runs. */
  readonly digest: string;
}

/** Plays scenarios and sorts what they break. */
export async function observe(
  settings: SearchSettings,
  onRun: (run: number) => void = () => undefined,
): Promise<Outcome> {
  const known = new Map<string, Sighting>();
  const unknown = new Map<string, Sighting & { readonly violation: Violation }>();
  const tally = new Tally();
  const hash = createHash('sha256');
  const startedAt = performance.now();
  await search(settings, ({ run, violations }, played) => {
    onRun(run);
    tally.add(played);
    for (const { atMs, method, url, seen, seenAtMs } of played.exchanges) {
      hash.update(`${atMs} ${method} ${url} ${seen ?? ''} ${seenAtMs ?? ''}\n`);
    }
    for (const violation of violations) {
      hash.update(`${violation.invariant} ${violation.sign}\n`);
      const kinds = kindsOf(violation);
      for (const { id } of kinds) see(known, id, { times: 0, firstRun: run });
      if (kinds.length === 0) {
        see(unknown, keyOf(violation), { times: 0, firstRun: run, violation });
      }
    }
  });
  return {
    seconds: (performance.now() - startedAt) / 1000,
    known,
    unknown,
    tally,
    digest: hash.digest('hex').slice(0, 16),
  };
}

export function keyOf({ invariant, sign }: Violation): string {
  return `${invariant} | ${sign}`;
}

function see<T extends Sighting>(sightings: Map<string, T>, key: string, first: T): void {
  const sighting = sightings.get(key) ?? first;
  sighting.times++;
  sightings.set(key, sighting);
}
