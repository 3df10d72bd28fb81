import type { Summary } from '../statistics.ts';

/** One line of the report. */
export interface Row {
  /** Letter of the benchmark. */
  readonly id: string;
  readonly what: string;
  readonly against: string;
  readonly mustBe: string;
  readonly measured: string;
  /** The figures behind the ratio. */
  readonly figures: string;
  readonly isMet: boolean;
}

/** How thoroughly to measure. */
export interface Plan {
  /** Whether it is only to be shown that the benchmarks run: figures of such a run mean nothing. */
  readonly isSmoke: boolean;
  /** Origin of the server of prebuilt bodies. */
  readonly origin: string;
}

/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** A chart of horizontal bars. */
export interface Chart {
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

/** What a benchmark found. */
export interface Findings {
  readonly rows: readonly Row[];
  readonly charts?: readonly Chart[];
}

/** A ratio in words, e.g. `0.21x (0.20–0.23)`. */
export function ratioText({ median, min, max }: Summary): string {
  return `${median.toFixed(2)}x (${min.toFixed(2)}–${max.toFixed(2)})`;
}

/** A figure with as many digits as mean something. */
export function numberText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 });
}
