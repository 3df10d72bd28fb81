import type { Row } from './row.ts';

/** What a service saw of several processes that share the limit of one account. */
export interface LimitedRun {
  readonly what: string;
  /** Requests that cost money, in order. */
  readonly submits: readonly { readonly at: number; readonly status?: number | undefined }[];
  /** Who has sent each of them. */
  readonly senders: readonly string[];
  /** All who may send. */
  readonly processes: readonly string[];
  readonly total: number;
  readonly perSecond: number;
  /** Most that may come in a second, by the clock of the service. */
  readonly most: number;
}

/** Whether a limit was kept, used up, and shared fairly: a fifth more or less than its share in the first half. */
export function limitRows(run: LimitedRun): readonly Row[] {
  const { what, submits, senders, processes, total, perSecond, most } = run;
  const times = submits.map(({ at }) => at).toSorted((a, b) => a - b);
  const worst = Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1000).length));
  const idealMs = ((total - perSecond) / perSecond) * 1000;
  const ratio = (Number(times.at(-1)) - Number(times[0])) / idealMs;
  const refused = submits.filter(({ status }) => status === 429).length;
  const early = senders.slice(0, total / 2);
  const shares = processes.map(process => early.filter(by => by === process).length);
  const fair = total / 2 / processes.length;
  const [least, largest] = [Math.floor(0.8 * fair), Math.ceil(1.2 * fair)];
  return [
    { what: `${what}: 429`, wanted: '0', measured: `${refused}`, isMet: refused === 0 },
    {
      what: `${what}: worst sliding second`,
      wanted: `at most ${most}`,
      measured: `${worst}`,
      isMet: worst <= most,
    },
    {
      what: `${what}: time`,
      wanted: 'at most 1.10x the ideal',
      measured: `${ratio.toFixed(3)}x`,
      isMet: ratio <= 1.1,
    },
    {
      what: `${what}: of the first ${total / 2}`,
      wanted: `${least} to ${largest} each`,
      measured: shares.join(', '),
      isMet: shares.every(share => share >= least && share <= largest),
    },
  ];
}
