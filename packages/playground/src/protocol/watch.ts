import type { Problem } from './run.ts';

/** What one model of one service has made and cost. */
export interface SpendRow {
  readonly service: string;
  readonly model: string;
  readonly usd: number;
  readonly buzz: number;
  readonly pictures: number;
}

/** What was spent on a day, of the clock of this machine. */
export interface SpendDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly usd: number;
  readonly buzz: number;
  readonly pictures: number;
}

/** How much of its limit a model uses. */
export interface LimitRow {
  readonly service: string;
  readonly model: string;
  readonly lastSecond: number;
  readonly lastMinute: number;
  readonly perSecond?: number | undefined;
  readonly perMinute?: number | undefined;
}

/** A call that failed. */
export interface FailureRow {
  readonly run: string;
  readonly at: string;
  readonly service: string;
  readonly model: string;
  readonly prompt: string;
  readonly problem: Problem;
}

/** Where the money goes. */
export interface WatchView {
  readonly today: readonly SpendRow[];
  readonly total: readonly SpendRow[];
  /** The last 14 days, the oldest first. */
  readonly days: readonly SpendDay[];
  readonly limits: readonly LimitRow[];
  /** Pictures that were taken from earlier calls, and all. */
  readonly reused: number;
  readonly pictures: number;
  readonly running: number;
  /** The last 50, the newest first. */
  readonly failures: readonly FailureRow[];
}

/** Code of one call. */
export interface CodeView {
  readonly title: string;
  readonly language: 'ts' | 'sh';
  readonly code: string;
}
