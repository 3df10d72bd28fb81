import type { AiSdk } from '../../contract/harness/ai-sdk.ts';
import type { Cell } from '../harness/run-cell.ts';
import type { Backend } from './backends.ts';
import type { FaultRow, Mode } from './row.ts';
import { rows } from './rows.ts';

/** A fault that a backend cannot meet. */
export interface AbsentCell {
  readonly row: FaultRow;
  readonly backend: Backend;
  readonly reason: string;
}

/** How long the fault of a row lasts. Upon every fault, a caller may also abort. */
function modesOf({ always }: FaultRow): readonly Mode[] {
  return always ? ['once', 'always', 'aborted'] : ['once', 'aborted'];
}

/** Every fault in every backend that can meet it, in these majors. */
export function cellsOf(backends: readonly Backend[], sdks: readonly AiSdk[]): readonly Cell[] {
  return rows.flatMap(row =>
    modesOf(row).flatMap(mode =>
      backends
        .filter(backend => reasonFor(row, backend) === undefined)
        .flatMap(backend => sdks.map(sdk => ({ row, mode, backend, sdk }))),
    ),
  );
}

/** The cells that do not exist, and why. */
export function absentCells(backends: readonly Backend[]): readonly AbsentCell[] {
  return rows.flatMap(row =>
    backends.flatMap(backend => {
      const reason = reasonFor(row, backend);
      return reason === undefined ? [] : [{ row, backend, reason }];
    }),
  );
}

function reasonFor({ once }: FaultRow, { family }: Backend): string | undefined {
  const expected = once[family];
  return typeof expected === 'string' ? expected : undefined;
}
