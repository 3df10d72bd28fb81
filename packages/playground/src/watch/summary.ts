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
export function costOf({ cost, estimate, state }: RunRecord): Cost {
  return cost ?? (state === 'done' ? estimate : undefined) ?? {};
}

/** Whole numbers, so that cents add up. */
class Sum {
  #usd = 0;
  #buzz = 0;
  #pictures = 0;

  add(run: RunRecord): void {
    const { usd = 0, buzz = 0 } = costOf(run);
    this.#usd += Math.round(usd * 1e10);
    this.#buzz += Math.round(buzz * 1000);
    this.#pictures += run.pictures.length;
  }

  get amounts(): { usd: number; buzz: number; pictures: number } {
    return { usd: this.#usd / 1e10, buzz: this.#buzz / 1000, pictures: this.#pictures };
  }
}

function toRows(runs: readonly RunRecord[]): SpendRow[] {
  const rows = new Map<string, { service: string; model: string; sum: Sum }>();
  for (const run of runs) {
    const { service, model } = run;
    const key = JSON.stringify([service, model]);
    const row = rows.get(key) ?? { service, model, sum: new Sum() };
    row.sum.add(run);
    rows.set(key, row);
  }
  return [...rows.values()].map(({ sum, ...names }) => ({ ...names, ...sum.amounts }));
}

function toDays(runs: readonly RunRecord[], now: number): SpendDay[] {
  const sums = new Map<string, Sum>();
  for (let back = days - 1; back >= 0; back--) {
    const date = new Date(now);
    date.setDate(date.getDate() - back);
    sums.set(dayOf(date.getTime()), new Sum());
  }
  for (const run of runs) sums.get(dayOf(Date.parse(run.at)))?.add(run);
  return [...sums].map(([day, sum]) => ({ day, ...sum.amounts }));
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

/** By the clock of this machine: `2026-11-29`. */
function dayOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
