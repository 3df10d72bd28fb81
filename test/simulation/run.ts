import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { violationsOf } from './invariants/index.ts';
import { play } from './play.ts';
import { keyOf, observe, type Outcome } from './report/outcome.ts';
import { shrink, type SearchSettings } from './report/search.ts';
import { toTranscript } from './report/transcript.ts';
import { services, type ServiceName } from './script/scenario.ts';

const help = `Plays scenarios of services and callers that anything may happen to, and checks what always holds.

  pnpm simulate [--seed 1] [--runs 20000] [--from 1] [--only civitai,batch]

  --seed N    what is drawn; the same seed gives the same plays on every machine
  --runs N    how many plays
  --from N    the first of them: the plays of one seed can be played in parts, on several cores or machines
  --only S    services: ${services.join(', ')}
`;

const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20000' },
    from: { type: 'string', default: '1' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (flags.help) console.log(help);
else await simulate();

async function simulate(): Promise<void> {
  const from = wholeNumber('from', flags.from);
  const settings = {
    seed: wholeNumber('seed', flags.seed),
    runs: wholeNumber('runs', flags.runs),
    from,
    only: flags.only === undefined ? undefined : flags.only.split(',').map(toService),
  } satisfies SearchSettings;
  const last = from - 1 + settings.runs;
  const step = Math.max(1, Math.floor(settings.runs / 10));
  const outcome = await observe(settings, ({ run, violations }) => {
    if (run % step === 0 && process.stderr.isTTY) console.error(`Run ${run} of ${last}`);
    // At once, as many plays take a while.
    for (const violation of violations) console.error(`Run ${run}: ${keyOf(violation)}`);
  });
  console.log(
    `${settings.runs} plays from seed ${settings.seed}${from > 1 ? `, ${from} to ${last},` : ''} in ${outcome.seconds.toFixed(1)} s, digest ${outcome.digest}`,
  );
  console.log(`violations: ${outcome.violations.size}`);
  for (const [key, { firstRun, times }] of outcome.violations) {
    console.error(`\nViolation: ${key} (${times} times, first in run ${firstRun})`);
    await printSmallest(settings, firstRun, key);
  }
  await mkdir('out', { recursive: true });
  await writeFile('out/simulation.md', toPage(settings, outcome));
  console.log('Written: out/simulation.md');
  if (outcome.violations.size > 0) process.exitCode = 1;
}

async function printSmallest(settings: SearchSettings, run: number, key: string): Promise<void> {
  const smallest = await shrink(settings, run, violation => keyOf(violation) === key);
  if (smallest === undefined) return;
  const played = await play(smallest.scenario);
  console.error(toTranscript(played, violationsOf(played)));
}

function toPage({ seed, runs }: SearchSettings, { seconds, digest, tally, violations }: Outcome): string {
  return `# Simulation\n\n${runs} plays from seed ${seed} in ${seconds.toFixed(1)} s, digest ${digest}, kinds of violation: ${violations.size}.\n\n## What was met\n\n${tally.toMarkdown()}\n`;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`Invalid --${name}: got '${text}'. Accepted: a whole number above 0.`);
}

function toService(text: string): ServiceName {
  const service = services.find(name => name === text);
  if (service) return service;
  throw new RangeError(`Invalid --only: got '${text}'. Accepted: ${services.join(', ')}.`);
}
