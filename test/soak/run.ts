import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findFaults, toReport } from './report.ts';
import { soak } from './soak.ts';

const { values: flags } = parseArgs({
  options: { images: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '12' } },
});
if (globalThis.gc === undefined) throw new TypeError('Failed to measure the heap: run it with --expose-gc.');

const result = await soak(Number(flags.images), Number(flags.rounds), globalThis.gc);
const faults = findFaults(result);
const report = toReport(result, faults);
await mkdir('out', { recursive: true });
await writeFile('out/soak.md', report);
console.log(report);
process.exitCode = faults.length === 0 ? 0 : 1;
