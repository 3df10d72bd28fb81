import { waitForAll } from '@grok-image/bulk';
import { toParams } from '../../production/call.ts';
import { limitRows } from '../../production/limit-rows.ts';
import type { Row } from '../../production/row.ts';
import { inWorld } from '../../production/world.ts';
import type { EngineKind } from '../children/task.ts';
import { modelOf } from '../children/tools.ts';
import { startProcess } from '../processes.ts';
import { setStage } from '../stage.ts';

const workers = [0, 1, 2, 3];
const perSecond = 5;
const perMinute = 300;
const warmUpKey = 'xai-warm-up-0123456789abcdefghijklmnop';

/** Four workers keep the limit of one account; answers take two seconds. */
export async function limit(engine: EngineKind, jobs: number, isBusy: boolean): Promise<readonly Row[]> {
  // What a busy machine holds up arrives late, whatever the slot was.
  const most = perSecond + (isBusy ? 1 : 0);
  return inWorld(async world => {
    const { emulator, task, queue } = await setStage(world, {
      route: 'plain',
      engine,
      jobs,
      emulator: { latencyMs: 2000, rateLimit: { perSecond, perMinute } },
      settings: { concurrency: 16, leaseMs: 30_000, rate: { perSecond, perMinute } },
    });
    if (queue === undefined) throw new TypeError('A limit over machines needs a queue.');
    // The service has been at work before; the workers begin cold.
    await modelOf({ ...task, access: { ...task.access, apiKey: warmUpKey } }).doGenerate(toParams('Warm'));
    const running = workers.map(worker => startProcess({ ...task, worker }));
    const { done } = await waitForAll(queue);
    await Promise.all(running.map(({ end }) => end()));
    const submits = emulator.requests.filter(({ headers }) => headers['x-worker'] !== undefined);
    const what = `${perSecond} a second and ${perMinute} a minute, ${workers.length} workers, ${engine}`;
    return [
      { what: `${what}: done`, wanted: `${jobs}`, measured: `${done}`, isMet: done === jobs },
      ...limitRows({
        what,
        submits,
        senders: submits.map(({ headers }) => headers['x-worker'] ?? ''),
        processes: workers.map(String),
        total: jobs,
        perSecond,
        most,
      }),
    ];
  });
}
