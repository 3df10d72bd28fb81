import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod/v4';
import type { EngineKind, Task } from '../children/task.ts';
import type { Row } from '../../production/row.ts';
import { inWorld } from '../../production/world.ts';
import { setStage } from '../stage.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../children/many.ts', import.meta.url));
const measured = z.object({
  done: z.number(),
  cpuMs: z.number(),
  ms: z.number(),
  peakMb: z.number(),
  halfMb: z.number(),
});
type Measured = z.output<typeof measured>;

/**
 * Most memory of a run in MB, how much of it may come after half of the jobs, and most CPU as a multiple of the plain loop's
 * in the same turn.
 */
const mostMb = 250;
const mostGrowth = 1.1;
const mostCpu = 1.5;

/** Turns of loop and folder: what else the machine does changes what a call costs. */
const turns = 3;

/**
 * Most that Node.js may take, in MB, for each half of the youngest objects and for the others: left alone on a machine that has
 * more, it lets what is no more needed lie there longer, in a plain loop as well.
 */
const nodeFlags = ['--max-semi-space-size=16', '--max-old-space-size=128'];

/** Ten thousand jobs through a service that answers at once, beside the same calls in a plain loop. */
export async function many(jobs: number): Promise<readonly Row[]> {
  const pairs: { readonly plain: Measured; readonly folder: Measured }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const plain = await measure('folder', jobs, 'plain');
    pairs.push({ plain, folder: await measure('folder', jobs, 'folder') });
  }
  const ratios = pairs.map(({ plain, folder }) => folder.cpuMs / plain.cpuMs).toSorted((a, b) => a - b);
  const ratio = ratios[Math.floor(turns / 2)] ?? Number.NaN;
  const plains = worstOf(pairs.map(({ plain }) => plain));
  const folders = worstOf(pairs.map(({ folder }) => folder));
  const redis = await measure('redis', jobs, 'queue');
  const postgres = await measure('postgres', jobs, 'queue');
  const kept = `under ${mostMb} MB with ${nodeFlags.join(' ')}, flat from the half on`;
  return [
    { what: `${jobs} calls in a plain loop`, wanted: 'the floor', ...judge(plains, jobs) },
    {
      what: `${jobs} jobs over a folder: CPU of ${turns} turns`,
      wanted: `at most ${mostCpu}x the plain loop in the middle`,
      measured: ratios.map(each => `${each.toFixed(2)}x`).join(', '),
      isMet: ratio <= mostCpu,
    },
    { what: `${jobs} jobs over a folder`, wanted: kept, ...judge(folders, jobs) },
    { what: `${jobs} jobs through Redis`, wanted: kept, ...judge(redis, jobs) },
    { what: `${jobs} jobs through PostgreSQL`, wanted: kept, ...judge(postgres, jobs) },
  ];
}

function judge({ done, ms, cpuMs, peakMb, halfMb }: Measured, jobs: number): Pick<Row, 'measured' | 'isMet'> {
  const speed = `${((done / ms) * 1000).toFixed(0)} a second, ${(cpuMs / jobs).toFixed(2)} ms CPU a job`;
  return {
    measured: `${done} done, ${speed}, at most ${peakMb.toFixed(0)} MB, ${halfMb.toFixed(0)} MB by the half`,
    isMet: done === jobs && peakMb < mostMb && peakMb <= mostGrowth * halfMb,
  };
}

/** The middle one by its CPU, with the most memory of all. */
function worstOf(all: readonly Measured[]): Measured {
  const [first, ...others] = all.toSorted((a, b) => b.peakMb - a.peakMb);
  if (first === undefined) throw new TypeError('Nothing was measured.');
  const [middle = first] = [first, ...others]
    .toSorted((a, b) => a.cpuMs - b.cpuMs)
    .slice(Math.floor(all.length / 2));
  return { ...middle, peakMb: first.peakMb, halfMb: first.halfMb };
}

async function measure(
  engine: EngineKind,
  jobs: number,
  how: 'plain' | 'folder' | 'queue',
): Promise<Measured> {
  return inWorld(async world => {
    const { task } = await setStage(world, { route: 'plain', engine, jobs: 0, emulator: {} });
    const whole: Task = { ...task, jobs };
    const { stdout } = await run(process.execPath, [
      ...process.execArgv,
      ...nodeFlags,
      program,
      JSON.stringify(whole),
      how,
    ]);
    return measured.parse(JSON.parse(stdout));
  });
}
