import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { toMarkdown, type Row } from './row.ts';
import { budget } from './scenarios/budget.ts';
import { down } from './scenarios/down.ts';
import { killed } from './scenarios/killed.ts';
import { limit } from './scenarios/limit.ts';
import { oneBill } from './scenarios/one-bill.ts';
import { serversKilled } from './scenarios/servers-killed.ts';

const scenarios: Readonly<Record<string, (isBusy: boolean) => Promise<readonly Row[]>>> = {
  limit: isBusy => limit('redis', isBusy),
  'limit-postgres': isBusy => limit('postgres', isBusy),
  'one-bill': oneBill,
  budget,
  down,
  killed,
  'servers-killed': serversKilled,
};

const help = `Runs the stack of production() against real servers: Redis, PostgreSQL, S3, and processes that are killed.

  pnpm production [--only limit,budget] [--rounds 3] [--busy]

  --only S    scenarios: ${Object.keys(scenarios).join(', ')}
  --busy      allows for a machine that does other things: one request more in a second, and stores that are late
  --rounds N  how often each is run; the rows of every round are in the table
`;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(scenarios).join(',') },
    rounds: { type: 'string', default: '1' },
    busy: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (flags.help) console.log(help);
else await runAll();

async function runAll(): Promise<void> {
  const rows: Row[] = [];
  for (const name of flags.only.split(',')) {
    const scenario = scenarios[name];
    if (scenario === undefined) {
      throw new RangeError(`Invalid --only: got '${name}'. Accepted: ${Object.keys(scenarios).join(', ')}.`);
    }
    for (let round = 0; round < Number(flags.rounds); round++) {
      const found = await scenario(flags.busy);
      rows.push(...found);
      console.log(toMarkdown(found));
    }
  }
  await mkdir('out', { recursive: true });
  await writeFile('out/production.md', `# Production\n\n${toMarkdown(rows)}\n`);
  const missed = rows.filter(({ isMet }) => !isMet);
  console.log(`Written: out/production.md. ${rows.length - missed.length} of ${rows.length} are met.`);
  if (missed.length > 0 || rows.length === 0) process.exitCode = 1;
}
