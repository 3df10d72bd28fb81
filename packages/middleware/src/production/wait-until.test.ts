import { expect, test } from 'vitest';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { production } from './production.ts';

/** What a platform was handed. */
function platform() {
  const works: Promise<unknown>[] = [];
  const frozen = async () => {
    for (let done = 0; done < works.length; done++) await works[done];
  };
  return { waitUntil: (work: Promise<unknown>) => void works.push(work), frozen };
}

test('a cost is settled after the answer, and the platform waits for it', async () => {
  const { grok } = startService();
  const ledger = memoryLedger();
  const told: string[] = [];
  const slow = {
    ...ledger,
    async settle(id: string, amounts: Readonly<Record<string, number>>) {
      await new Promise(resolve => setTimeout(resolve, 100));
      told.push('settled');
      return ledger.settle(id, amounts);
    },
  };
  const { waitUntil, frozen } = platform();
  const stack = production({ budget: { usd: 1 }, ledger: slow, waitUntil, telemetry: false });
  await wrap(grok(), stack).doGenerate(call);
  expect(told).toEqual([]);
  await frozen();
  expect(told).toEqual(['settled']);
  expect(await stack.budget?.status()).toMatchObject([{ spent: 0.02, reserved: 0 }]);
});

test('a picture that is paid when its caller leaves is kept in the cache before the platform stops', async () => {
  const { emulator, peer } = startService({ latencyMs: 200 });
  const { waitUntil, frozen } = platform();
  const stack = production({
    cache: true,
    bucket: memoryBlobs(),
    ledger: memoryLedger(),
    waitUntil,
    limit: false,
    telemetry: false,
  });
  const model = wrap(peer, stack);
  const leaving = new AbortController();
  const left = errorOf(model.doGenerate({ ...call, abortSignal: leaving.signal }));
  await expect.poll(() => emulator.requests.length).toBe(1);
  leaving.abort(new TypeError('Left'));
  expect((await left).message).toBe('Left');
  await frozen();
  const { providerMetadata } = await model.doGenerate(call);
  expect(providerMetadata?.['grokImage']).toMatchObject({ images: [{ cached: true }] });
  expect(emulator.ledger).toHaveLength(1);
});

test('a platform that takes nothing any more fails no call, and close waits for what runs', async () => {
  const { emulator, peer } = startService({ latencyMs: 50 });
  let isClosed = false;
  const ledger = {
    ...memoryLedger(),
    async close() {
      isClosed = true;
    },
  };
  const stack = production({ ledger, waitUntil: takesNothing, telemetry: false });
  const running = wrap(peer, stack).doGenerate(call);
  await stack.close();
  expect(emulator.ledger).toHaveLength(1);
  expect(isClosed).toBe(true);
  expect((await running).images).toHaveLength(1);
});

function takesNothing(): never {
  throw new TypeError('The response has been sent.');
}
