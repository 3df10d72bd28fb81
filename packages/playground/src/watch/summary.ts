import { sumOf } from '../protocol/cost.ts';
import type { Cost } from '../protocol/run.ts';
import type { LimitRow, SpendDay, SpendRow, WatchView } from '../protocol/watch.ts';
import type { RunRecord } from '../store/lines.ts';

/** What is documented of a model. */
export interface Documented {
  readonly perSecond?: number | undefined;
  readonly perMinute?: number | undefined;
  readonly maxImagesPerRequest: number;
}

const days = 14;
const mostFailures = 50;
const minuteMs = 60_000;
const secondMs = 1000;

/**
 * Where the money went, over all calls of the folder, those whose pictures were deleted included.
 *
 * @param now - milliseconds since 1970
 */
export function summarize(
  runs: readonly RunRecord[],
  { now, documentedOf }: { now: number; documentedOf: (run: RunRecord) => Documented | undefined },
): WatchView {
  const today = dayOf(now);
  const ended = runs.filter(({ endedAt }) => endedAt !== undefined);
  const pictures = ended.flatMap(run => run.pictures);
  return {
    today: toRows(ended.filter(({ at }) => dayOf(Date.parse(at)) === today)),
    total: toRows(ended),
    days: toDays(ended, now),
    limits: toLimits(runs, now, documentedOf),
    reused: pictures.filter(({ isReused }) => isReused).length,
    pictures: pictures.length,
    running: runs.filter(({ state }) => state === 'running').length,
    failures: ended
      .flatMap(({ id, at, service, model, prompt, problem }) =>
        problem === undefined ? [] : [{ run: id, at, service, model, prompt, problem }],
      )
      .slice(-mostFailures)
      .toReversed(),
  };
}

/** What a call has cost: as its service says, else as it was estimated where it brought pictures. */
function costOf({ cost, estimate, state }: RunRecord): Cost {
  return cost ?? (state === 'done' ? estimate : undefined) ?? {};
}

function toAmounts(runs: readonly RunRecord[]): Pick<SpendRow, 'usd' | 'buzz' | 'pictures'> {
  const { usd = 0, buzz = 0 } = sumOf(runs.map(costOf));
  return { usd, buzz, pictures: runs.reduce((all, { pictures }) => all + pictures.length, 0) };
}

function toRows(runs: readonly RunRecord[]): SpendRow[] {
  const groups = groupBy(runs, ({ service, model }) => JSON.stringify([service, model]));
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    return first ? [{ service: first.service, model: first.model, ...toAmounts(group) }] : [];
  });
}

function toDays(runs: readonly RunRecord[], now: number): SpendDay[] {
  const groups = groupBy(runs, ({ at }) => dayOf(Date.parse(at)));
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(now);
    date.setDate(date.getDate() - (days - 1 - index));
    const day = dayOf(date.getTime());
    return { day, ...toAmounts(groups.get(day) ?? []) };
  });
}

function toLimits(
  runs: readonly RunRecord[],
  now: number,
  documentedOf: (run: RunRecord) => Documented | undefined,
): LimitRow[] {
  const rows = new Map<string, LimitRow>();
  // The newest stand at the end.
  for (const run of runs.toReversed()) {
    const age = now - Date.parse(run.at);
    if (age > minuteMs) break;
    const { service, model, n } = run;
    const documented = documentedOf(run);
    const requests = Math.ceil(n / (documented?.maxImagesPerRequest ?? n));
    const key = JSON.stringify([service, model]);
    const row = rows.get(key) ?? { service, model, lastSecond: 0, lastMinute: 0 };
    rows.set(key, {
      ...row,
      lastSecond: row.lastSecond + (age <= secondMs ? requests : 0),
      lastMinute: row.lastMinute + requests,
      perSecond: documented?.perSecond,
      perMinute: documented?.perMinute,
    });
  }
  return [...rows.values()];
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** By the clock of this machine: `2026-11-29`. */
function dayOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
