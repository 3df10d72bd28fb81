import { startFauxqs } from 'fauxqs';
import type { Job } from '../job.ts';
import { runTogether, startProcess } from '../processes.ts';
import type { Row } from '../row.ts';
import { inWorld } from '../world.ts';

/** Milliseconds after which a claim of a killed process lapses. */
const leaseMs = 31_000;

/** Processes that are killed after they paid and before they stored, and the same call again under the same key. */
export async function killed(): Promise<readonly Row[]> {
  const rows = await Promise.all([
    again('xAI with a bucket', 'grok', true, 'a picture, 1 bill'),
    again('Civitai', 'civitai', false, 'a picture, 1 bill'),
    again('any other model', 'peer', false, 'IdempotencyKeyError, 1 bill'),
  ]);
  return rows;
}

async function again(name: string, model: Job['model'], hasBucket: boolean, wanted: string): Promise<Row> {
  return inWorld(async world => {
    const emulator = await world.emulator({ latencyMs: 1500, rateLimit: false, civitai: { stepMs: 1500 } });
    const { url: redisUrl } = await world.redis();
    const server = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' });
    world.defer(async () => server.stop());
    server.createBucket('pictures');
    const bucket = { endpoint: `http://127.0.0.1:${server.port}`, bucket: 'pictures' };
    const job: Job = {
      model,
      access: model === 'civitai' ? emulator.civitai : emulator.xai,
      redisUrl,
      ...(hasBucket && { bucket }),
      options: { limit: false },
      calls: [{ prompt: 'A cat in a tree', key: 'order-1' }],
    };
    const first = await startProcess(job);
    first.start();
    while (emulator.ledger.length === 0) await pause(20);
    await first.kill();
    await pause(leaseMs);
    const [[second] = []] = await runTogether([job]);
    const outcome = second?.error?.name ?? (second?.images === 1 ? 'a picture' : 'nothing');
    const measured = `${outcome}, ${emulator.ledger.length} bill${emulator.ledger.length === 1 ? '' : 's'}`;
    return {
      what: `killed after payment, the same call again under its key: ${name}`,
      wanted,
      measured,
      isMet: measured === wanted,
    };
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
