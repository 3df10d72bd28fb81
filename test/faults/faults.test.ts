import { beforeEach, describe, expect, test, vi } from 'vitest';
import { aiSdks } from '../contract/harness/ai-sdk.ts';
import { findingsIn, titleOf } from './harness/findings.ts';
import { runCell } from './harness/run-cell.ts';
import { backends } from './matrix/backends.ts';
import { cellsOf } from './matrix/cells.ts';
import { rows } from './matrix/rows.ts';

const cells = cellsOf(backends, aiSdks);

/** Every fault in every mode and backend once, the majors in turn. `pnpm faults` runs all cells. */
const chosen = cells.filter(({ sdk }, index) => {
  // The majors of one cell stand side by side.
  const turn = Math.floor(index / aiSdks.length) % aiSdks.length;
  return aiSdks.indexOf(sdk) === turn;
});

describe('the fault matrix', () => {
  beforeEach(() => {
    vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  });

  test('meets every fault, backend and major in this choice', () => {
    expect(new Set(chosen.map(({ row }) => row)).size).toBe(rows.length);
    expect(new Set(chosen.map(({ backend }) => backend)).size).toBe(backends.length);
    expect(new Set(chosen.map(({ sdk }) => sdk)).size).toBe(aiSdks.length);
  });

  test.each(chosen.map(cell => ({ title: titleOf({ cell }), cell })))(
    '$title',
    async ({ cell }) => {
      expect(findingsIn(await runCell(cell))).toEqual([]);
      // Time is virtual, but an image of 64 MiB is real.
    },
    60_000,
  );
});
