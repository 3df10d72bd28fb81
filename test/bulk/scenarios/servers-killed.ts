import { setTimeout as pause } from 'node:timers/promises';
import { records, waitForAll } from '@grok-image/bulk';
import { balance } from '../books.ts';
import type { EngineKind } from '../children/task.ts';
import { startProcess } from '../processes.ts';
import type { Row } from '../../production/row.ts';
import { inWorld } from '../../production/world.ts';
import { setStage } from '../stage.ts';

const workers = 4;

/** The server of the queue is killed with -9 in the middle, and started again a second later. */
export async function serversKilled(engine: EngineKind, jobs: number): Promise<readonly Row[]> {
  return inWorld(async world => {
    const {
      emulator,
      task,
      queue,
      server,
      jobs: all,
    } = await setStage(world, {
      route: 'plain',
      engine,
      jobs,
      emulator: { latencyMs: 500 },
    });
    if (queue === undefined || server === undefined) throw new TypeError('A folder has no server.');
    const running = Array.from({ length: workers }, () => startProcess(task));
    // What it does to a worker that begins is to refuse it.
    await Promise.all(running.map(({ ready }) => ready));
    while (emulator.ledger.length < jobs / 4) await pause(20);
    await server.kill();
    await pause(1000);
    await server.restart();
    const { done, unknown } = await waitForAll(queue);
    const { twice, lost } = await balance(emulator, all, records(queue));
    await Promise.all(running.map(({ end }) => end()));
    return [
      {
        what: `${engine} killed with -9 in the middle of ${jobs} jobs without a key, and started again`,
        wanted: 'the run goes on, nothing is paid twice, nothing is lost',
        measured: `${done} done, ${unknown} unknown, ${twice} twice, ${lost} lost`,
        isMet: twice === 0 && lost === 0 && done + unknown === jobs,
      },
    ];
  });
}
