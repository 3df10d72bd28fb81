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
    const times = submits.map(({ at }) => at).toSorted((a, b) => a - b);
    const worst = Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1000).length));
    const total = processes * callsEach;
    const idealMs = ((total - perSecond) / perSecond) * 1000;
    const ratio = (Number(times.at(-1)) - Number(times[0])) / idealMs;
    const early = submits.slice(0, total / 2).map(({ body }) => String(Object(body).prompt).split(' ')[0]);
    const shares = Array.from(
      { length: processes },
      (_, process) => early.filter(by => by === String(process)).length,
    );
    const refused = submits.filter(({ status }) => status === 429).length;
    const made = running.flatMap(({ ended }) => ended).reduce((sum, { images }) => sum + images, 0);
    const what = `${processes} processes x ${callsEach} calls, ${store}`;
    return [
      { what: `${what}: pictures`, wanted: `${total}`, measured: `${made}`, isMet: made === total },
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
        what: `${what}: of the first ${total / 2}`,
        wanted: '20 to 30 each',
        measured: shares.join(', '),
        isMet: shares.every(share => share >= 20 && share <= 30),
      },
    ];
  });
}
