import { runTogether } from '../processes.ts';
import type { Row } from '../row.ts';
import { inWorld } from '../world.ts';

/** Two hundred equal calls of four processes: one is paid, and after a restart none. */
export async function oneBill(): Promise<readonly Row[]> {
  return inWorld(async world => {
    const emulator = await world.emulator({ latencyMs: 300, rateLimit: false });
    const { url: redisUrl } = await world.redis();
    const folder = await world.folder();
    const job = {
      model: 'peer' as const,
      access: emulator.xai,
      redisUrl,
      folder,
      options: { cache: true, limit: false },
      calls: Array.from({ length: 50 }, () => ({ prompt: 'A cat in a tree' })),
    };
    const first = await runTogether([job, job, job, job]);
    const paid = emulator.ledger.length;
    const second = await runTogether([job, job, job, job]);
    const again = emulator.ledger.length - paid;
    const made = [first, second].map(ended => ended.flat().reduce((sum, { images }) => sum + images, 0));
    return [
      {
        what: '200 equal calls of 4 processes',
        wanted: '200 pictures, 1 bill',
        measured: `${made[0]} pictures, ${paid} bills`,
        isMet: made[0] === 200 && paid === 1,
      },
      {
        what: 'again, after a restart',
        wanted: '200 pictures, 0 bills',
        measured: `${made[1]} pictures, ${again} bills`,
        isMet: made[1] === 200 && again === 0,
      },
    ];
  });
}
