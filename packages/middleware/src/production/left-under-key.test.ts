import type { Fault } from '@grok-image/emulator';
import { expect, test } from 'vitest';
import { IdempotencyKeyError } from '../bill-once/index.ts';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { production } from './production.ts';

const underKey = { ...call, providerOptions: { grokImage: { key: 'order-1' } } };

/** A call under a key whose caller leaves once its request has left, and goes on for the cache. */
async function leave(fault?: Fault) {
  const { emulator, peer } = startService({ latencyMs: 100 });
  const works: Promise<unknown>[] = [];
  const stack = production({
    cache: true,
    bucket: memoryBlobs(),
    ledger: memoryLedger(),
    waitUntil: work => void works.push(work),
    limit: false,
    telemetry: false,
  });
  const model = wrap(peer, stack);
  if (fault) emulator.script(fault);
  const leaving = new AbortController();
  const left = errorOf(model.doGenerate({ ...underKey, abortSignal: leaving.signal }));
  await expect.poll(() => emulator.requests.length).toBe(1);
  leaving.abort(new TypeError('Left'));
  expect((await left).message).toBe('Left');
  const frozen = async () => {
    for (let done = 0; done < works.length; done++) await works[done];
  };
  return { emulator, model, stack, frozen };
}

test('who asks while it goes on waits for its picture, and is not told that it may have been billed', async () => {
  const { emulator, model } = await leave();
  const { images, providerMetadata } = await model.doGenerate(underKey);
  expect(images).toHaveLength(1);
  expect(providerMetadata?.['grokImage']).toMatchObject({ images: [{ repeated: true, costUsd: 0 }] });
  expect(emulator.ledger).toHaveLength(1);
});

test.each(['flush', 'the platform'] as const)('%s waits until its end is noted', async who => {
  const { emulator, model, stack, frozen } = await leave();
  await (who === 'flush' ? stack.flush() : frozen());
  expect(emulator.ledger).toHaveLength(1);
  const abortSignal = AbortSignal.timeout(40);
  const { images } = await model.doGenerate({ ...underKey, abortSignal });
  expect(images).toHaveLength(1);
});

test('what was refused gives the key back', async () => {
  const { emulator, model } = await leave({ status: 429 });
  expect((await model.doGenerate(underKey)).images).toHaveLength(1);
  expect(emulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
  expect(emulator.ledger).toHaveLength(1);
});

test('what failed after it was sent is told with why it failed, and not that its caller left', async () => {
  const { emulator, model } = await leave({ reset: 'after' });
  const error = await errorOf(model.doGenerate(underKey));
  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('failed');
  expect(error.message).toMatch(/may have been billed/);
  expect(error.message).not.toMatch(/Left/);
  expect(emulator.ledger).toHaveLength(1);
});
