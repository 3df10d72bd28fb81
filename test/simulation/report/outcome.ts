import { createHash } from 'node:crypto';
import type { Violation } from '../invariants/index.ts';
import { search, type Found, type SearchSettings } from './search.ts';
import { Tally } from './tally.ts';

/** How often a kind of violation was met, and at which run first. */
export interface Sighting {
  times: number;
  readonly firstRun: number;
}

/** What many plays came to. */
export interface Outcome {
  readonly seconds: number;
  /** By invariant and sign. */
  readonly violations: ReadonlyMap<string, Sighting & { readonly violation: Violation }>;
  readonly tally: Tally;
  /** The same on every machine for the same seed and number of runs. */
  readonly digest: string;
}

/** Plays scenarios and sorts what they break. */
export async function observe(
  settings: SearchSettings,
  onPlay: (found: Found) => void = () => undefined,
): Promise<Outcome> {
  const met = new Map<string, Sighting & { readonly violation: Violation }>();
  const tally = new Tally();
  const hash = createHash('sha256');
  const startedAt = performance.now();
  await search(settings, (found, played) => {
    const { run, violations } = found;
    onPlay(found);
    tally.add(played);
    for (const { atMs, method, url, seen, seenAtMs } of played.exchanges) {
      hash.update(`${atMs} ${method} ${url} ${seen ?? ''} ${seenAtMs ?? ''}\n`);
    }
    for (const violation of violations) {
      hash.update(`${violation.invariant} ${violation.sign}\n`);
      see(met, keyOf(violation), { times: 0, firstRun: run, violation });
    }
  });
  return {
    seconds: (performance.now() - startedAt) / 1000,
    violations: met,
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
