import { waitForAll } from '@grok-image/bulk';
import type { EngineKind } from '../children/task.ts';
import { startProcess } from '../processes.ts';
import type { Row } from '../../production/row.ts';
import { inWorld } from '../../production/world.ts';
import { setStage } from '../stage.ts';

const workers = 4;
const perSecond = 5;
const perMinute = 300;

/** Four workers keep the limit of one account. One request more in a second is allowed for on a machine that is busy. */
export async function limit(engine: EngineKind, jobs: number): Promise<readonly Row[]> {
  return inWorld(async world => {
    const { emulator, task, queue } = await setStage(world, {
      route: 'plain',
      engine,
      jobs,
      emulator: { latencyMs: 2000, rateLimit: { perSecond, perMinute } },
      settings: { concurrency: 16, leaseMs: 30_000, rate: { perSecond, perMinute } },
    });
    const running = Array.from({ length: workers }, () => startProcess(task));
    if (queue === undefined) throw new TypeError('A limit over machines needs a queue.');
    const { done } = await waitForAll(queue);
    await Promise.all(running.map(({ end }) => end()));
    const submits = emulator.requests.filter(({ role }) => role === 'submit');
    const times = submits.map(({ at }) => at).toSorted((a, b) => a - b);
    const worst = Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1000).length));
    const refused = submits.filter(({ status }) => status === 429).length;
    const ratio = (Number(times.at(-1)) - Number(times[0])) / (((jobs - perSecond) / perSecond) * 1000);
    return [
      {
        what: `${perSecond} a second and ${perMinute} a minute, ${workers} workers, ${engine}: ${jobs} jobs`,
        wanted: `all done, at most ${perSecond + 1} in any second, no 429`,
        measured: `${done} done, ${worst} in the worst second, ${refused} times 429, ${ratio.toFixed(2)}x the ideal time`,
        isMet: done === jobs && worst <= perSecond + 1 && refused === 0,
      },
    ];
  });
}
