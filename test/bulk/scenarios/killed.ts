import { records, type JobRecord } from '@grok-image/bulk';
import { balance, type Books } from '../books.ts';
import type { EngineKind, RouteKind } from '../children/task.ts';
import { startProcess, type Running } from '../processes.ts';
import type { Row } from '../../production/row.ts';
import { inWorld } from '../../production/world.ts';
import { setStage, type Stage } from '../stage.ts';

const workers = 4;
const killEveryMs = 2000;

/** Longest time for a run, in milliseconds. */
const longestMs = 900_000;

/** What has to hold for each route. */
const rules: Readonly<
  Record<RouteKind, { readonly wanted: string; readonly isMet: (books: Books) => boolean }>
> = {
  civitai: {
    wanted: 'all done, each billed once',
    isMet: ({ jobs, done, twice, billed }) => done === jobs && billed === jobs && twice === 0,
  },
  batch: {
    wanted: 'all done, each billed once',
    isMet: ({ jobs, done, twice, billed }) => done === jobs && billed === jobs && twice === 0,
  },
  bucket: {
    wanted: 'none twice, all that were paid are found',
    isMet: ({ done, twice, billed, lost }) => twice === 0 && done === billed && lost === 0,
  },
  plain: {
    wanted: 'none twice, all others are listed as unknown',
    isMet: ({ twice, lost, paidAndLost }) => twice === 0 && lost === 0 && paidAndLost === 0,
  },
};

/** Workers are killed with -9 one after the other, and replaced, until all jobs have ended. */
export async function killed(route: RouteKind, engine: EngineKind, jobs: number): Promise<Row> {
  return inWorld(async world => {
    const stage = await setStage(world, {
      route,
      engine,
      jobs,
      emulator: {
        latencyMs: route === 'batch' ? 200 : 700,
        deferredMs: 700,
        batch: { waitMs: 3000 },
        civitai: { stepMs: 500 },
      },
    });
    const startedAt = performance.now();
    const kills = engine === 'folder' ? await killRuns(stage) : await killWorkers(stage);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const books = await balance(stage.emulator, stage.jobs, records(stage.queue ?? stage.task.out));
    const { done, unknown, billed, twice, lost } = books;
    return {
      what: `${route}, ${engine}: ${jobs} jobs, ${kills} kills in ${seconds} s`,
      wanted: rules[route].wanted,
      measured: `${billed} billed, ${twice} twice, ${done} done, ${unknown} unknown, ${lost} lost`,
      isMet: kills > 0 && rules[route].isMet(books),
    };
  });
}

async function killWorkers({ task, queue, jobs: all }: Stage): Promise<number> {
  const running: Running[] = Array.from({ length: workers }, () => startProcess(task));
  let kills = 0;
  const until = performance.now() + longestMs;
  if (queue === undefined) return 0;
  while (performance.now() < until) {
    // On a machine that does other things, those that are killed as soon as they have begun would do nothing.
    await Promise.all(running.map(({ ready }) => ready));
    await pause(killEveryMs);
    const states: JobRecord['state'][] = [];
    for await (const { state } of records(queue)) states.push(state);
    const isOpen = states.some(state => !['done', 'unknown', 'refused', 'failed'].includes(state));
    if (!isOpen && states.length === all.length) break;
    const isSent = states.some(state => state === 'queued' || state === 'sending' || state === 'submitted');
    // At the end, nothing is left that a kill could hurt.
    if (!isSent) continue;
    const [victim] = running.splice(0, 1);
    await victim?.kill();
    running.push(startProcess(task));
    kills++;
  }
  await Promise.all(running.map(({ end }) => end()));
  return kills;
}

/** One process at a time over a folder: it is killed, and the same command is given again. */
async function killRuns({ task }: Stage): Promise<number> {
  // As many at once as four workers have.
  const whole = { ...task, concurrency: task.concurrency * workers };
  const until = performance.now() + longestMs;
  for (let kills = 0; performance.now() < until; kills++) {
    const run = startProcess(whole);
    // On a machine that does other things, a process may not have begun by then.
    const isDue = Promise.all([run.ready.then(() => pause(killEveryMs)), run.firstResult]);
    const ended = await Promise.race([run.over, isDue.then(() => undefined)]);
    if (ended !== undefined) return kills;
    await run.kill();
  }
  throw new RangeError(`Failed to end a run within ${longestMs} ms.`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
