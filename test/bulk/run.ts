import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '@grok-image/core/internal';
import { toMarkdown, type Row } from '../production/row.ts';
import type { EngineKind, RouteKind } from './children/task.ts';
import { killed } from './scenarios/killed.ts';
import { limit } from './scenarios/limit.ts';
import { many } from './scenarios/many.ts';
import { serversKilled } from './scenarios/servers-killed.ts';

const engines = ['folder', 'redis', 'postgres'] as const satisfies EngineKind[];
const routes = ['civitai', 'batch', 'bucket', 'plain'] as const satisfies RouteKind[];

/** Where memory and speed are measured, there are so many times as many jobs. */
const manyTimes = 50;

type Scenario = (jobs: number, isBusy: boolean) => Promise<readonly Row[]>;

const scenarios: Readonly<Record<string, Scenario>> = {
  'limit-redis': (jobs, isBusy) => limit('redis', jobs, isBusy),
  'limit-postgres': (jobs, isBusy) => limit('postgres', jobs, isBusy),
  'servers-killed-redis': jobs => serversKilled('redis', jobs),
  'servers-killed-postgres': jobs => serversKilled('postgres', jobs),
  many: jobs => many(jobs * manyTimes),
  ...killings(),
};

function killings(): Readonly<Record<string, Scenario>> {
  const pairs = engines.flatMap(engine => routes.map(route => ({ engine, route })));
  return Object.fromEntries(
    pairs.map(({ engine, route }): [string, Scenario] => [
      `killed-${route}-${engine}`,
      async jobs => [await killed(route, engine, jobs)],
    ]),
  );
}

const help = `Runs many jobs over a folder and over real servers, and kills whatever can be killed.

  pnpm bulk [--only killed-civitai-redis,limit] [--rounds 3] [--busy]

  --only S    scenarios, or how their names begin: ${Object.keys(scenarios).join(', ')}
  --jobs N    jobs of a run, default 200; fifty times as many where speed is measured
  --rounds N  how often each is run; the rows of every round are in the table
  --busy      allows for a machine that does other things: one request more in a second
`;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '1' },
    busy: { type: 'boolean', default: false },
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
  await mkdir('out', { recursive: true });
  for (const [name, scenario] of chosen) {
    for (let round = 0; round < Number(flags.rounds); round++) {
      const found = await scenario(Number(flags.jobs), flags.busy).catch((error: unknown) => [
        toBroken(name, error),
      ]);
      rows.push(...found);
      console.log(toMarkdown(found));
      // One after the other, as all of them take long.
      await writeFile('out/bulk.md', `# Bulk\n\n${toMarkdown(rows)}\n`);
    }
  }
  const missed = rows.filter(({ isMet }) => !isMet);
  console.log(`Written: out/bulk.md. ${rows.length - missed.length} of ${rows.length} are met.`);
  if (missed.length > 0) process.exitCode = 1;
}

/** What did not come to its end. */
function toBroken(name: string, error: unknown): Row {
  return { what: name, wanted: 'it ends', measured: messageOf(error), isMet: false };
}
