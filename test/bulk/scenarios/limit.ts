import { waitForAll } from '@grok-image/bulk';
import { toParams } from '../../production/call.ts';
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
    const times = submits.map(({ at }) => at).toSorted((a, b) => a - b);
    const worst = Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1000).length));
    const refused = submits.filter(({ status }) => status === 429).length;
    const ratio = (Number(times.at(-1)) - Number(times[0])) / (((jobs - perSecond) / perSecond) * 1000);
    const early = submits.slice(0, jobs / 2).map(({ headers }) => Number(headers['x-worker']));
    const shares = workers.map(worker => early.filter(by => by === worker).length);
    const fair = jobs / 2 / workers.length;
    const what = `${perSecond} a second and ${perMinute} a minute, ${workers.length} workers, ${engine}`;
    return [
      { what: `${what}: done`, wanted: `${jobs}`, measured: `${done}`, isMet: done === jobs },
      { what: `${what}: 429`, wanted: '0', measured: `${refused}`, isMet: refused === 0 },
      {
        what: `${what}: worst sliding second`,
        wanted: `at most ${most}`,
        measured: `${worst}`,
        isMet: worst <= most,
      },
      {
        what: `${what}: time`,
        wanted: 'at most 1.10x the ideal',
        measured: `${ratio.toFixed(3)}x`,
        isMet: ratio <= 1.1,
      },
      {
        what: `${what}: of the first ${jobs / 2}`,
        wanted: `${Math.floor(0.8 * fair)} to ${Math.ceil(1.2 * fair)} each`,
        measured: shares.join(', '),
        isMet: shares.every(share => share >= Math.floor(0.8 * fair) && share <= Math.ceil(1.2 * fair)),
      },
    ];
  });
}
