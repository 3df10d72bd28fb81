import { answerRows } from './answer.ts';
import { base64Rows } from './base64.ts';
import { contentRows } from './content.ts';
import { pollRows } from './poll.ts';
import type { FaultRow } from './row.ts';
import { splitRows } from './split.ts';
import { submitRows } from './submit.ts';
import { workRows } from './work.ts';

/** Every fault of the matrix. */
export const rows: readonly FaultRow[] = [
  ...submitRows,
  ...answerRows,
  ...workRows,
  ...pollRows,
  ...contentRows,
  ...base64Rows,
  ...splitRows,
];
