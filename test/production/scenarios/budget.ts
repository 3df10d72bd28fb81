import { budgetMiddleware } from '@grok-image/middleware/budget';
import { redisLedger } from '@grok-image/middleware/redis';
import { Redis } from 'ioredis';
import { runTogether, startProcess } from '../processes.ts';
import type { Row } from '../row.ts';
import { inWorld } from '../world.ts';

/** Longer than a reservation outlives its process, in milliseconds. */
const leaseMs = 32_000;

/** A dollar, and two hundred calls of two cents at once; then processes that die with money reserved. */
export async function budget(isBusy: boolean): Promise<readonly Row[]> {
  const bursts = [...(await burst('redis', isBusy)), ...(await burst('postgres', isBusy))];
  const deaths = await Promise.all([killed('unsettled'), killed('free')]);
  return [...bursts, ...deaths.flat()];
}

/** @param mayBeLate - whether some may be told that the store does not answer in time */
async function burst(store: 'redis' | 'postgres', mayBeLate: boolean): Promise<readonly Row[]> {
  return inWorld(async world => {
    const emulator = await world.emulator({ rateLimit: false });
    const server = await world[store]();
    const jobs = Array.from({ length: 4 }, (_, process) => ({
      model: 'grok' as const,
      access: emulator.xai,
      [`${store}Url`]: server.url,
      options: { budget: { usd: 1, per: 'total' }, limit: false },
      calls: Array.from({ length: 50 }, (__, index) => ({ prompt: `${process} ${index}` })),
    }));
    const ended = (await runTogether(jobs)).flat();
    const refused = ended.filter(({ error }) => error?.name === 'BudgetExceededError').length;
    const billed = emulator.ledger.length;
    const what = `$1.00, 200 calls of $0.02 from 4 processes, ${store}`;
    if (!mayBeLate) {
      const measured = `${billed} billed, ${refused} refused`;
      return [{ what, wanted: '50 billed, 150 refused', measured, isMet: billed === 50 && refused === 150 }];
    }
    const away = ended.filter(({ error }) => error?.name === 'StoreUnavailableError').length;
    return [
      {
        what,
        wanted: 'at most 50 billed, every refusal says why',
        measured: `${billed} billed, ${refused} refused, ${away} told that the store is late`,
        isMet: billed <= 50 && billed > 0 && billed + refused + away === 200,
      },
    ];
  });
}

async function killed(lost: 'unsettled' | 'free'): Promise<readonly Row[]> {
  return inWorld(async world => {
    const emulator = await world.emulator({ latencyMs: 60_000, rateLimit: false });
    const { url: redisUrl } = await world.redis();
    const options = { usd: 1, per: 'total' as const, lost };
    const running = await startProcess({
      model: 'grok',
      access: emulator.xai,
      redisUrl,
      options: { budget: options, limit: false },
      calls: Array.from({ length: 10 }, (_, index) => ({ prompt: `${index}` })),
    });
    running.start();
    while (emulator.ledger.length < 10) await pause(50);
    await running.kill();
    const redis = new Redis(redisUrl);
    world.defer(async () => redis.disconnect());
    const status = async () => {
      const [only] = await budgetMiddleware({ ...options, ledger: redisLedger(redis) }).status();
      return `$${only?.reserved} reserved, $${only?.unsettled} unsettled`;
    };
    const before = await status();
    await pause(leaseMs);
    const after = await status();
    const wanted = lost === 'free' ? '$0 reserved, $0 unsettled' : '$0 reserved, $0.2 unsettled';
    return [
      {
        what: `a process killed with 10 calls on their way, lost: '${lost}'`,
        wanted: `$0.2 reserved, $0 unsettled; then ${wanted}`,
        measured: `${before}; then ${after}`,
        isMet: before === '$0.2 reserved, $0 unsettled' && after === wanted,
      },
    ];
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
