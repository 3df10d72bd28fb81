import type { Job } from '../job.ts';
import { startProcess } from '../processes.ts';
import type { Row } from '../row.ts';
import { inWorld } from '../world.ts';

/** Redis or PostgreSQL is killed with -9 in the middle of 200 calls, and started again. */
export async function serversKilled(): Promise<readonly Row[]> {
  return [
    await midway('redis', { cache: true, limit: { perSecond: 1000 } }, 'all'),
    await midway('redis', { budget: { usd: 1, per: 'total' }, limit: false }, 'within'),
    await midway('postgres', { limit: { perSecond: 1000 } }, 'all'),
    await midway('postgres', { budget: { usd: 1, per: 'total' }, limit: false }, 'within'),
    await midway('redis', { budget: { usd: 100 }, onStoreFailure: 'allow', limit: false }, 'all'),
  ];
}

/**
 * @param wanted - `all`: every call brings a picture; `within`: no more than the budget is billed, and every call that brings
 * none says why
 */
async function midway(
  store: 'redis' | 'postgres',
  options: Job['options'],
  wanted: 'all' | 'within',
): Promise<Row> {
  return inWorld(async world => {
    const emulator = await world.emulator({ latencyMs: 50, rateLimit: false });
    const server = await world[store]();
    const running = await startProcess({
      model: 'grok',
      access: emulator.xai,
      [`${store}Url`]: server.url,
      folder: await world.folder(),
      options,
      calls: Array.from({ length: 200 }, (_, index) => ({ prompt: `A cat, ${index}` })),
      everyMs: 20,
    });
    running.start();
    while (running.ended.length < 20) await pause(10);
    await server.kill();
    await pause(800);
    await server.restart();
    await running.over;
    const made = running.ended.filter(({ images }) => images === 1).length;
    const unsaid = running.ended.filter(
      ({ images, error }) => images === 0 && !/Budget|StoreUnavailable/.test(error?.name ?? ''),
    ).length;
    const said = running.ended.filter(({ warnings }) => warnings.length > 0).length;
    const what = `${store} killed in the middle of 200 calls: ${Object.keys(options).join(', ')}`;
    const billed = emulator.ledger.length;
    return wanted === 'all'
      ? {
          what,
          wanted: '200 pictures, what was missing is said',
          measured: `${made} pictures, ${said} calls with a warning`,
          isMet: made === 200 && said > 0,
        }
      : {
          what,
          wanted: 'at most 50 billed, every refusal says why',
          measured: `${billed} billed, ${200 - made} refused, ${unsaid} without a reason`,
          isMet: billed <= 50 && unsaid === 0,
        };
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
