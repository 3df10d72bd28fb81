import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { aiSdks } from '../contract/harness/ai-sdk.ts';
import { findingsIn } from './harness/findings.ts';
import { toMessagePage } from './harness/messages.ts';
import { toReport } from './harness/report.ts';
import { type Cell, type CellResult, runCell } from './harness/run-cell.ts';
import { totalsHead, totalsLine } from './harness/totals.ts';
import { backends, peers } from './matrix/backends.ts';
import { cellsOf } from './matrix/cells.ts';

// `--only 'submit: 429'` runs the faults whose point and name contain a text.
const { values: flags } = parseArgs({ options: { only: { type: 'string', default: '' } } });
Reflect.set(globalThis, 'AI_SDK_LOG_WARNINGS', false);

const startedAt = performance.now();
const ours = await runAll(cellsOf(backends, aiSdks));
const peer = await runAll(cellsOf(peers, aiSdks.slice(-1)));

const findings = ours.flatMap(findingsIn);
await mkdir('out', { recursive: true });
await writeFile('out/faults.md', toReport({ ours, peer, backends }));
await writeFile('out/fault-messages.md', toMessagePage(ours));
console.log(totalsHead);
console.log(totalsLine('grok-image', ours));
console.log(totalsLine('@ai-sdk/xai 5.0.12', peer));
console.log(
  `\n${((performance.now() - startedAt) / 1000).toFixed(0)} s. Written: out/faults.md, out/fault-messages.md`,
);
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exitCode = 1;

/** One after the other, as all share one virtual time. */
async function runAll(cells: readonly Cell[]): Promise<readonly CellResult[]> {
  const results: CellResult[] = [];
  for (const cell of cells) {
    if (`${cell.row.at}: ${cell.row.name}`.includes(flags.only)) results.push(await runCell(cell));
  }
  return results;
}
