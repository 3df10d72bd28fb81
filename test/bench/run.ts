import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startService } from './harness/service.ts';
import { toMarkdown } from './report/markdown.ts';
import { reasons } from './report/reasons.ts';
import type { Chart, Findings, Plan, Row } from './report/row.ts';
import { toSvg } from './report/svg.ts';
import { measureCivitai } from './rows/completion.ts';
import { measureCpu } from './rows/cpu.ts';
import { measureGrowth } from './rows/growth.ts';
import { measureInstalled } from './rows/installed.ts';
import { measureMemory } from './rows/memory.ts';
import { measurePending } from './rows/pending.ts';
import { measureRateLimit } from './rows/rate-limit.ts';
import { measureSmallAnswers } from './rows/small-answers.ts';
import { measureStack } from './rows/stack.ts';
import { measureStartup } from './rows/startup.ts';

const benchmarks: Readonly<Record<string, (plan: Plan) => Promise<Findings>>> = {
  abc: measureCpu,
  d: measureMemory,
  e: measureSmallAnswers,
  fg: measureInstalled,
  h: measureRateLimit,
  i: measureCivitai,
  j: measurePending,
  k: measureGrowth,
  l: measureStack,
  m: measureStartup,
};

const { values: flags } = parseArgs({
  options: {
    /** Shows that every benchmark runs, as fast as possible. */
    smoke: { type: 'boolean', default: false },
    /** Letters of the benchmarks to run, e.g. `abc,e`. */
    only: { type: 'string', default: Object.keys(benchmarks).join(',') },
    out: { type: 'string', default: fileURLToPath(new URL('../../out', import.meta.url)) },
  },
});
const isSmoke = flags.smoke;
const load = loadavg()
  .map(value => value.toFixed(1))
  .join(', ');
const machine = `Node.js ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model}), load before the run ${load}.`;

const rows: Row[] = [];
const charts: Chart[] = [];
const server = await startService('server');
try {
  const plan: Plan = { isSmoke, origin: server.origin };
  const chosen = Object.entries(benchmarks).filter(([letters]) => flags.only.split(',').includes(letters));
  const measureOne = async (measure: (plan: Plan) => Promise<Findings>): Promise<Findings> => {
    const findings = await measure(plan);
    for (const { id, what, measured, figures } of findings.rows) {
      console.log(`${id}  ${what}: ${measured} (${figures})`);
    }
    return findings;
  };
  // One after the other, or all at once where figures mean nothing.
  const all: Findings[] = isSmoke ? await Promise.all(chosen.map(([, measure]) => measureOne(measure))) : [];
  if (!isSmoke) for (const [, measure] of chosen) all.push(await measureOne(measure));
  rows.push(...all.flatMap(findings => findings.rows));
  charts.push(...all.flatMap(findings => findings.charts ?? []));
} finally {
  await server.close();
}

const report = toMarkdown(rows, { machine, isSmoke, reasons });
await mkdir(flags.out, { recursive: true });
await writeFile(`${flags.out}/bench.md`, report);
for (const chart of charts) await writeFile(`${flags.out}/bench-${chart.name}.svg`, toSvg(chart));
console.log(`\n${report}`);
