import { loadClient } from '../clients/client.ts';
import { leave, readParameters, reportFigures } from '../harness/report.ts';

/** Calls a client many times and reports CPU, time and peak memory. */
const parameter = readParameters();
const client = await loadClient(parameter('client'), parameter('baseURL'));
const n = Number(parameter('n'));
const read = parameter('read') === 'base64' ? 'base64' : 'uint8Array';
const concurrency = Number(parameter('concurrency'));
const isKept = parameter('isKept') === 'true';
const kept: unknown[] = [];

await makeCalls(Number(parameter('warmup')));
const calls = Number(parameter('calls'));
const cpuBefore = process.cpuUsage();
const begin = performance.now();
await makeCalls(calls);
const wallMs = performance.now() - begin;
const { user, system } = process.cpuUsage(cpuBefore);
reportFigures({
  cpuMs: (user + system) / 1000 / calls,
  wallMs: wallMs / calls,
  peakMb: process.resourceUsage().maxRSS / 1024,
  kept: kept.length,
});
leave();

async function makeCalls(count: number): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      const images = await client(n, read);
      if (images.length !== n) throw new RangeError(`Asked for ${n} images, got ${images.length}.`);
      if (isKept) kept.push(images);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
}
