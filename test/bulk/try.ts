import { startEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { createCivitai } from '@grok-image/civitai';
import { runBulk, jobsOf } from '@grok-image/bulk';
import { rmSync, readdirSync } from 'node:fs';
const emulator = await startEmulator({ pictures: 'plain', rateLimit: false });
for (const [name, model, extra] of [
  ['xai', createGrok(emulator.xai).image('grok-imagine-image'), {}],
  ['xai-sync', createGrok(emulator.xai).image('grok-imagine-image'), { sync: true }],
  ['civitai', createCivitai(emulator.civitai).image('grok-imagine-image'), {}],
  ['batch', createGrok(emulator.xai).image('grok-imagine-image'), { batch: true }],
] as const) {
  const out = `/tmp/try-out/${name}`;
  rmSync(out, { recursive: true, force: true });
  const jobs = Array.from({ length: 20 }, (_, i) => ({
    prompt: i === 3 ? 'A cat #refuse' : `A cat ${i % 18}`,
    n: i === 5 ? 3 : 1,
  }));
  for (let round = 0; round < 2; round++) {
    const t = performance.now();
    const s = await runBulk({
      out,
      model,
      input: jobsOf(jobs),
      rate: false,
      ...extra,
      onEvent: e => {
        if (e.type !== 'progress' && e.type !== 'result') console.log(e);
      },
    });
    console.log(
      name,
      round,
      Math.round(performance.now() - t),
      s.done,
      s.images,
      s.cost,
      s.why,
      s.unsent,
      s.unknown,
      s.running,
      emulator.ledger.length,
    );
  }
  console.log(readdirSync(out).slice(0, 6), readdirSync(out).length);
}
await emulator.close();
