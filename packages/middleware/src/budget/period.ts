import type { BudgetPeriod } from '../errors/budget-exceeded-error.ts';

/** The calendar that days and months are counted by. */
export interface Calendar {
  /** The name of the period that a time is in, e.g. `2026-11-29`. */
  nameOf(per: BudgetPeriod, at: number): string;
  /** When that period ends; `undefined` where it never does. */
  endOf(per: BudgetPeriod, at: number): Date | undefined;
}

/** Longer than any, with clocks that are put back. */
const longestMs = { hour: 3 * 3_600_000, day: 50 * 3_600_000, month: 33 * 86_400_000 };
/** Letters of `YYYY-MM-DDTHH` that tell one from the next. */
const lengths = { month: 7, day: 10, hour: 13 };

/**
 * The calendar of a place. Its hours, days and months begin when its clocks say so, also where these are put forward.
 *
 * @param timeZone - a name of the IANA database, e.g. `'Europe/Berlin'`
 * @throws RangeError for a zone that the runtime does not know
 */
export function createCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  });
  const nameAt = (per: keyof typeof lengths, at: number) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const [year, month, day, hour] = (['year', 'month', 'day', 'hour'] as const).map(part => parts.get(part));
    return `${year}-${month}-${day}T${hour}`.slice(0, lengths[per]);
  };
  /** The first millisecond of another name, halving what is between: zones have no other rule in common. */
  const endAfter = (per: keyof typeof lengths, at: number, name: string) => {
    let [inside, outside] = [at, at + longestMs[per]];
    while (outside - inside > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (nameAt(per, middle) === name) inside = middle;
      else outside = middle;
    }
    return outside;
  };
  /** The last ones that were asked for: calendars are slow, and most calls are in the period of the one before. */
  const known = new Map<BudgetPeriod, { name: string; from: number; end: number }>();
  const find = (per: keyof typeof lengths, at: number) => {
    const last = known.get(per);
    if (last !== undefined && last.from <= at && at < last.end) return last;
    const name = nameAt(per, at);
    const found = { name, from: at, end: endAfter(per, at, name) };
    known.set(per, found);
    return found;
  };
  return {
    nameOf: (per, at) => (per === 'total' ? 'total' : find(per, at).name),
    endOf: (per, at) => (per === 'total' ? undefined : new Date(find(per, at).end)),
  };
}
