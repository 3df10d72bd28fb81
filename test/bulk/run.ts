import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { toMarkdown, type Row } from '../production/row.ts';
import type { EngineKind, RouteKind } from './children/task.ts';
import { killed } from './scenarios/killed.ts';

const engines = ['folder', 'redis', 'postgres'] as const satisfies EngineKind[];
const routes = ['civitai', 'batch', 'bucket', 'plain'] as const satisfies RouteKind[];

type Scenario = (jobs: number) => Promise<readonly Row[]>;

const scenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  engines.flatMap(engine =>
    routes.map((route): [string, Scenario] => [
      `killed-${route}-${engine}`,
      async jobs => [await killed(route, engine, jobs)],
    ]),
  ),
);

const help = `Runs many jobs over a folder and over real servers, and kills whatever can be killed.

  pnpm bulk [--only killed-civitai-redis,limit] [--rounds 3]

  --only S    scenarios, or how their names begin: ${Object.keys(scenarios).join(', ')}
  --jobs N    jobs of a run whose workers are killed, default 200
  --rounds N  how often each is run; the rows of every round are in the table
`;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (flags.help) console.log(help);
else await runAll();

async function runAll(): Promise<void> {
  const wanted = flags.only.split(',');
  const chosen = Object.entries(scenarios).filter(([name]) => wanted.some(begin => name.startsWith(begin)));
  if (chosen.length === 0) {
    throw new RangeError(
      `Invalid --only: got '${flags.only}'. Accepted: ${Object.keys(scenarios).join(', ')}.`,
    );
  }
  const rows: Row[] = [];
  for (const [, scenario] of chosen) {
    for (let round = 0; round < Number(flags.rounds); round++) {
      const found = await scenario(Number(flags.jobs));
      rows.push(...found);
      console.log(toMarkdown(found));
    }
  }
  await mkdir('out', { recursive: true });
  await writeFile('out/bulk.md', `# Bulk\n\n${toMarkdown(rows)}\n`);
  const missed = rows.filter(({ isMet }) => !isMet);
  console.log(`Written: out/bulk.md. ${rows.length - missed.length} of ${rows.length} are met.`);
  if (missed.length > 0) process.exitCode = 1;
}
