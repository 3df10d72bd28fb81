import type { Expected } from '../matrix/row.ts';
import type { CellResult } from './run-cell.ts';

/** How a cell is called in tables and test titles. */
export function titleOf({ cell: { row, mode, backend, sdk } }: Pick<CellResult, 'cell'>): string {
  return `${row.at}: ${row.name}, ${mode}, ${backend.name}, AI SDK ${sdk.major}`;
}

/** All that is wrong with a cell of ours; nothing when it went as its row says and no money was wasted. */
export function findingsIn(result: CellResult): readonly string[] {
  const { billed, billedTwice, lost, isTyped, leaks, hangs, hasStruck, submitsAfterAbort } = result;
  const accounted = result.delivered + result.recovered + result.told + result.givenUp + billedTwice + lost;
  return [
    !hasStruck && 'the fault did not happen',
    billedTwice > 0 && `${billedTwice} images were billed twice`,
    lost > 0 && `${lost} images were lost`,
    !isTyped && 'the error has no type',
    hangs && 'the call never ends',
    leaks && 'the error shows the key or the prompt',
    submitsAfterAbort > 0 && `${submitsAfterAbort} requests followed the abort`,
    accounted !== billed && `${billed} images were billed, and ${accounted} are accounted for`,
    difference(result),
  ].flatMap(finding => (finding === false || finding === undefined ? [] : `${titleOf(result)}: ${finding}`));
}

function difference(result: CellResult): string | undefined {
  const { row, mode, backend } = result.cell;
  if (mode === 'aborted') return result.end === 'aborted' ? undefined : `it ended as ${result.end}`;
  const expected = row[mode]?.[backend.family];
  if (expected === undefined || typeof expected === 'string') return 'nothing is expected of it';
  const seen = [result.submits, result.billed, result.delivered, result.recovered, result.end] as const;
  const isMet = seen.every(
    (value, index) => value === expected[index] || (expected[index] === 'several' && Number(value) > 4),
  );
  return isMet ? undefined : `expected ${inWords(expected)}, got ${inWords(seen)}`;
}

function inWords([submits, billed, delivered, recovered, end]: readonly [
  submits: Expected[0],
  ...counts: [number, number, number],
  end: Expected[4] | string,
]): string {
  return `${submits} submits, ${billed} billed, ${delivered} delivered, ${recovered} recovered, ${end}`;
}
