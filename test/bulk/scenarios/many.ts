import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod/v4';
import type { Task } from '../children/task.ts';
import type { Row } from '../../production/row.ts';
import { inWorld } from '../../production/world.ts';
import { setStage } from '../stage.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../children/many.ts', import.meta.url));
const measured = z.object({ done: z.number(), cpuMs: z.number(), ms: z.number(), peakMb: z.number() });

/** Most memory of a run, in MB, and most CPU as a multiple of the plain loop's. */
const mostMb = 250;
const mostCpu = 1.5;

/** Ten thousand jobs through a service that answers at once, beside the same calls in a plain loop. */
export async function many(jobs: number): Promise<readonly Row[]> {
  const plain = await measure('plain', jobs);
  const folder = await measure('folder', jobs);
  const queue = await measure('queue', jobs);
  const words = ({ done, cpuMs, ms, peakMb }: z.output<typeof measured>) =>
    `${done} done, ${((done / ms) * 1000).toFixed(0)} a second, ${(cpuMs / jobs).toFixed(2)} ms CPU a job (${(cpuMs / plain.cpuMs).toFixed(2)}x), at most ${peakMb.toFixed(0)} MB`;
  return [
    {
      what: `${jobs} calls in a plain loop`,
      wanted: 'the floor',
      measured: words(plain),
      isMet: plain.done === jobs,
    },
    {
      what: `${jobs} jobs over a folder`,
      wanted: `at most ${mostCpu}x CPU, under ${mostMb} MB`,
      measured: words(folder),
      isMet: folder.done === jobs && folder.cpuMs <= mostCpu * plain.cpuMs && folder.peakMb < mostMb,
    },
    {
      what: `${jobs} jobs through Redis`,
      wanted: `under ${mostMb} MB`,
      measured: words(queue),
      isMet: queue.done === jobs && queue.peakMb < mostMb,
    },
  ];
}

async function measure(how: 'plain' | 'folder' | 'queue', jobs: number): Promise<z.output<typeof measured>> {
  return inWorld(async world => {
    const engine = how === 'queue' ? 'redis' : 'folder';
    const { task } = await setStage(world, { route: 'plain', engine, jobs: 0, emulator: {} });
    const whole: Task = { ...task, jobs };
    const { stdout } = await run(process.execPath, [
      ...process.execArgv,
      program,
      JSON.stringify(whole),
      how,
    ]);
    return measured.parse(JSON.parse(stdout));
  });
}
