import { limitRows } from '../limit-rows.ts';
import type { Row } from '../row.ts';
import { startProcess } from '../processes.ts';
import { inWorld } from '../world.ts';

const processes = 4;
const callsEach = 50;
const perSecond = 5;

/** Four processes share the limit of one account through Redis or PostgreSQL; answers take two seconds. */
export async function limit(store: 'redis' | 'postgres', isBusy: boolean): Promise<readonly Row[]> {
  // What a busy machine holds up arrives late, whatever the slot was.
  const most = perSecond + (isBusy ? 1 : 0);
  return inWorld(async world => {
    const emulator = await world.emulator({ latencyMs: 2000, rateLimit: { perSecond, perMinute: 300 } });
    const server = await world[store]();
    const running = await Promise.all(
      Array.from({ length: processes }, async (_, process) =>
        startProcess({
          model: 'grok',
          access: emulator.xai,
          [`${store}Url`]: server.url,
          warmUpKey: `xai-warm-up-${process}-0123456789abcdefghijklmnop`,
          options: { limit: { perSecond, perMinute: 300, maxWaitMs: 120_000 } },
          calls: Array.from({ length: callsEach }, (__, index) => ({ prompt: `${process} ${index}` })),
        }),
      ),
    );
    for (const { start } of running) start();
    await Promise.all(running.map(({ over }) => over));
    const submits = emulator.requests.filter(
      ({ role, headers }) => role === 'submit' && !headers['authorization']?.includes('warm-up'),
    );
    const total = processes * callsEach;
    const made = running.flatMap(({ ended }) => ended).reduce((sum, { images }) => sum + images, 0);
    const what = `${processes} processes x ${callsEach} calls, ${store}`;
    return [
      { what: `${what}: pictures`, wanted: `${total}`, measured: `${made}`, isMet: made === total },
      ...limitRows({
        what,
        submits,
        senders: submits.map(({ body }) => String(Object(body).prompt).split(' ')[0] ?? ''),
        processes: Array.from({ length: processes }, (_, process) => String(process)),
        total,
        perSecond,
        most,
      }),
    ];
  });
}
