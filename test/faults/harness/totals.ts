import type { CellResult } from './run-cell.ts';

/** Sums over cells. All but `cells`, `submits`, `untyped` and `endless` count images. */
interface Totals {
  readonly cells: number;
  readonly submits: number;
  readonly billed: number;
  readonly delivered: number;
  readonly recovered: number;
  readonly told: number;
  readonly givenUp: number;
  readonly billedTwice: number;
  readonly lost: number;
  readonly untyped: number;
  readonly endless: number;
}

function totalsOf(results: readonly CellResult[]): Totals {
  const sum = (count: (result: CellResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  return {
    cells: results.length,
    submits: sum(({ submits }) => submits),
    billed: sum(({ billed }) => billed),
    delivered: sum(({ delivered }) => delivered),
    recovered: sum(({ recovered }) => recovered),
    told: sum(({ told }) => told),
    givenUp: sum(({ givenUp }) => givenUp),
    billedTwice: sum(({ billedTwice }) => billedTwice),
    lost: sum(({ lost }) => lost),
    untyped: sum(({ isTyped }) => (isTyped ? 0 : 1)),
    endless: sum(({ hangs }) => (hangs ? 1 : 0)),
  };
}

export const totalsHead = `| | cells | billable requests | billed | delivered | recovered | told | given up | billed twice | lost | untyped errors | never ends |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |`;

/** A line of the table that `totalsHead` begins. */
export function totalsLine(name: string, results: readonly CellResult[]): string {
  return `| ${[name, ...Object.values(totalsOf(results))].join(' | ')} |`;
}
