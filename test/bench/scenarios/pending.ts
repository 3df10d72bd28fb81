import { setTimeout as sleep } from 'node:timers/promises';
import { loadClient } from '../clients/client.ts';
import { leave, readParameters, reportFigures } from '../harness/report.ts';

/** Keeps many calls waiting for their answers and reports the memory that each of them holds. */
const parameter = readParameters();
const origin = parameter('origin');
const calls = Number(parameter('calls'));
const waitMs = Number(parameter('waitMs'));

const warm = await loadClient(parameter('client'), `${origin}/1024/v1`);
await warm(1, 'uint8Array');
const client = await loadClient(parameter('client'), `${origin}/hold/v1`);

const before = bytesInUse();
const pending = Array.from({ length: calls }, () => client(1, 'uint8Array'));
while ((await heldByServer()) < calls) await sleep(20);
await sleep(200);
const early = bytesInUse();
await sleep(waitMs);
const late = bytesInUse();

await fetch(`${origin}/release`, { method: 'POST' });
await Promise.all(pending);
reportFigures({
  kilobytes: (early - before) / calls / 1024,
  grownKilobytes: (late - early) / calls / 1024,
});
leave();

async function heldByServer(): Promise<number> {
  return Number(await (await fetch(`${origin}/held`)).text());
}

/** Everything that JavaScript keeps alive, on its heap and beside it. */
function bytesInUse(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
