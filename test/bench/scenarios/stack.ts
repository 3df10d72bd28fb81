import { production, wrap } from '@grok-image/middleware';
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';
import { Redis } from 'ioredis';
import { toPng } from '../harness/png.ts';
import { leave, readParameters, reportFigures } from '../harness/report.ts';

/**
 * Makes calls without and with the whole stack around a model, of which the cache has none, in turn in one process, and
 * reports the CPU that the stack adds to a call. The service answers in the process, so that no socket is measured.
 */
const parameter = readParameters();
const url = parameter('redis');
const redis = url === '' ? undefined : new Redis(url);
const calls = Number(parameter('calls'));
const rounds = Number(parameter('rounds'));

const picture = new Uint8Array(toPng(Number(parameter('bytes'))));
const address = 'https://imgen.x.ai/cat.png';
const answer = JSON.stringify({
  data: [{ url: address, mime_type: 'image/png' }],
  usage: { cost_in_usd_ticks: 200_000_000 },
});
const grok = createGrok({
  apiKey: 'key',
  rateLimit: false,
  fetch: async input =>
    String(input) === address
      ? new Response(picture, { headers: { 'content-type': 'image/png' } })
      : new Response(answer, { headers: { 'content-type': 'application/json' } }),
}).image('grok-imagine-image');
/** As those of other providers: it tells no limit of its service, so that nothing waits for a turn. */
const bare = {
  specificationVersion: 'v4' as const,
  provider: grok.provider,
  modelId: grok.modelId,
  maxImagesPerCall: grok.maxImagesPerCall,
  doGenerate: (options: Parameters<typeof grok.doGenerate>[0]) => grok.doGenerate(options),
};
const stacked = wrap(
  bare,
  production({
    redis,
    cache: true,
    budget: { usd: 900_000, images: 1e9, per: 'day', price: 0.02 },
  }),
);

let made = 0;
const added: number[] = [];
await measure(bare, calls);
await measure(stacked, calls);
for (let round = 0; round < rounds; round++) {
  // Whatever else the machine does meets both.
  const first = await measure(round % 2 === 0 ? bare : stacked, calls);
  const second = await measure(round % 2 === 0 ? stacked : bare, calls);
  added.push(round % 2 === 0 ? second - first : first - second);
}
added.sort((one, other) => one - other);
reportFigures({ addedMs: added[Math.floor(added.length / 2)] ?? Number.NaN });
redis?.disconnect();
leave();

/** CPU of a call in milliseconds, of every thread of the process. */
async function measure(model: typeof bare, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < count; call++) {
    const { image } = await generateImage({ model, prompt: `Cat number ${made++}` });
    if (image.uint8Array.byteLength === 0) throw new RangeError('There is no picture.');
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}
