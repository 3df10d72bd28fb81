import { generateImage } from 'ai';
import { expect, test, vi } from 'vitest';
import { bytesOf } from '../stack/result.ts';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import type { Ledger } from '../stores/ledger.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { billOnceMiddleware, IdempotencyKeyError } from './index.ts';

/** A plain call under a key. */
function under(key: string, changes: Partial<typeof call> = {}): typeof call {
  return { ...call, ...changes, providerOptions: { ...changes.providerOptions, grokImage: { key } } };
}

/** What two processes share. */
function shared(changes: Partial<Ledger> = {}) {
  return { ledger: { ...memoryLedger(), ...changes }, blobs: memoryBlobs() };
}

/** The ledger of a process that dies once it has sent its call: nothing is noted any more. */
function diesOnceSent(ledger: Ledger): Ledger {
  return { ...ledger, advance: async step => ledger.advance({ ...step, state: 'sent', forMs: 1 }) };
}

test('a second call under a key, in another process, gets the first result and pays nothing', async () => {
  const { emulator, peer, grok } = startService();
  for (const model of [peer, grok()]) {
    const stores = shared();
    const first = await wrap(model, billOnceMiddleware(stores)).doGenerate(under('order-1'));
    const second = await wrap(model, billOnceMiddleware(stores)).doGenerate(under('order-1'));
    expect(bytesOf(second.images[0] ?? '')).toEqual(bytesOf(first.images[0] ?? ''));
    expect(second.providerMetadata?.['grokImage']).toMatchObject({
      images: [{ repeated: true, costUsd: 0 }],
    });
  }
  expect(emulator.ledger).toHaveLength(2);
});

test('the cost of a repeated result is 0, and what it had cost is told beside it', async () => {
  const { grok } = startService();
  const model = wrap(grok(), billOnceMiddleware());
  await model.doGenerate(under('order-1'));
  const { providerMetadata } = await model.doGenerate(under('order-1'));
  expect(providerMetadata).toMatchObject({
    xai: { images: [{ costUsd: 0, costTicks: 0, index: 0 }], requests: [{ costUsd: 0 }] },
    grokImage: { images: [{ originalCostUsd: 0.02 }] },
  });
});

test.each([
  [undefined, 7 * 24 * 60 * 60 * 1000],
  [60_000, 60_000],
])('a key with keyTtl %s is known for %d ms', async (keyTtl, knownMs) => {
  vi.useFakeTimers();
  try {
    const { emulator, peer } = startService();
    const model = wrap(peer, billOnceMiddleware({ keyTtl }));
    await model.doGenerate(under('order-1'));
    await vi.advanceTimersByTimeAsync(knownMs - 1000);
    await model.doGenerate(under('order-1'));
    expect(emulator.ledger).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    await model.doGenerate(under('order-1'));
    expect(emulator.ledger).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('calls that run at once under a key are one', async () => {
  const { emulator, peer } = startService({ latencyMs: 50 });
  const model = wrap(peer, billOnceMiddleware());
  const results = await Promise.all(
    Array.from({ length: 5 }, async () => model.doGenerate(under('order-1'))),
  );
  expect(results.map(({ images }) => images.length)).toEqual([1, 1, 1, 1, 1]);
  expect(emulator.ledger).toHaveLength(1);
});

test('another request under the key is refused, and another tenant has keys of its own', async () => {
  const { emulator, peer } = startService();
  const stores = shared();
  const of = (tenant: string) => wrap(peer, billOnceMiddleware({ ...stores, tenant: () => tenant }));
  await of('ann').doGenerate(under('order-1'));
  const error = await errorOf(of('ann').doGenerate(under('order-1', { prompt: 'A dog' })));
  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('otherRequest');
  await of('bob').doGenerate(under('order-1', { prompt: 'A dog' }));
  expect(emulator.ledger).toHaveLength(2);
});

test('a key of nobody is refused before anything is sent', async () => {
  const { emulator, peer } = startService();
  const model = wrap(peer, billOnceMiddleware({ tenant: () => undefined }));
  expect((await errorOf(model.doGenerate(under('order-1')))).message).toMatch(/Invalid tenant/);
  expect(emulator.requests).toHaveLength(0);
});

test('what was certainly not started gives the key back, so that AI SDK can send it again', async () => {
  const { emulator, peer } = startService();
  emulator.script({ status: 429, headers: { 'retry-after-ms': '1' } });
  const { images } = await generateImage({
    model: wrap(peer, billOnceMiddleware()),
    prompt: 'A cat',
    providerOptions: { grokImage: { key: 'order-1' } },
  });
  expect(images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);
});

/** A proxy that makes no tunnel, in the words of Node.js. */
async function shut(): Promise<never> {
  const cause = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
  throw new TypeError('fetch failed', { cause });
}

test('what was certainly never sent gives the key back, also where it does not pass by itself', async () => {
  const { emulator, grok } = startService();
  const stores = shared();
  const error = await errorOf(
    wrap(grok({ fetch: shut }), billOnceMiddleware(stores)).doGenerate(under('order-1')),
  );
  expect(error.message).toContain('Nothing was sent, so nothing was billed');
  const { images } = await wrap(grok(), billOnceMiddleware(stores)).doGenerate(under('order-1'));
  expect([images.length, emulator.ledger.length]).toEqual([1, 1]);
});

test('a call that failed after it was sent is not paid again under its key, and its error is told', async () => {
  const { emulator, peer } = startService();
  emulator.script({ reset: 'after' });
  const model = wrap(peer, billOnceMiddleware());
  await errorOf(model.doGenerate(under('order-1')));
  const error = await errorOf(model.doGenerate(under('order-1')));
  expect(IdempotencyKeyError.isInstance(error) && error).toMatchObject({ key: 'order-1', reason: 'failed' });
  expect(error.message).toMatch(/may have been billed.*Nothing was sent\. It said: /);
  expect(emulator.ledger).toHaveLength(1);
});

test('a service that takes keys is asked again, and brings what is paid', async () => {
  const { emulator, civitai } = startService();
  const stores = shared();
  const dying = diesOnceSent(stores.ledger);
  await wrap(civitai(), billOnceMiddleware({ ...stores, ledger: dying })).doGenerate(under('order-1'));
  await new Promise(resolve => setTimeout(resolve, 5));
  const { images } = await wrap(civitai(), billOnceMiddleware(stores)).doGenerate(under('order-1'));
  expect(images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);
});

test('a no to that says nothing of the first call, which may be paid', async () => {
  const { emulator, civitai } = startService();
  const { ledger, blobs } = shared();
  const dies = billOnceMiddleware({ ledger: diesOnceSent(ledger), blobs });
  await wrap(civitai(), dies).doGenerate(under('order-1'));
  emulator.script({ backend: 'civitai', on: 'submit', status: 403 });
  const model = wrap(civitai(), billOnceMiddleware({ ledger, blobs }));
  const error = await errorOf(model.doGenerate(under('order-1')));

  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('unknown');
  expect(error.message).toMatch(
    /may have been billed\. The service was asked .*HTTP 403.* pays nothing more/,
  );
  expect((await model.doGenerate(under('order-1'))).images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);
});

test('a call of which nothing is known after its process died is refused under its key', async () => {
  const { emulator, peer } = startService();
  const stores = shared();
  const dying = diesOnceSent(stores.ledger);
  await wrap(peer, billOnceMiddleware({ ...stores, ledger: dying })).doGenerate(under('order-1'));
  await new Promise(resolve => setTimeout(resolve, 5));
  const error = await errorOf(wrap(peer, billOnceMiddleware(stores)).doGenerate(under('order-1')));
  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('unknown');
  expect(emulator.ledger).toHaveLength(1);
});

const away = { claim: async () => Promise.reject(new RangeError('connection refused')) };

test('a ledger that is away refuses a call under a key, and none without', async () => {
  const { emulator, peer } = startService();
  const model = wrap(peer, billOnceMiddleware(shared(away)));
  const error = await errorOf(model.doGenerate(under('order-1')));
  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('store');
  expect(emulator.requests).toHaveLength(0);
  expect((await model.doGenerate(call)).images).toHaveLength(1);
});

test('it lets the call pass where it was told to, and says so', async () => {
  const { peer } = startService();
  const model = wrap(peer, billOnceMiddleware({ ...shared(away), onStoreFailure: 'allow' }));
  const { warnings } = await model.doGenerate(under('order-1'));
  expect(JSON.stringify(warnings)).toMatch(/connection refused.*without its key, and may be paid twice/);
});

test('a ledger that goes away between claim and sending refuses the call', async () => {
  const { emulator, peer } = startService();
  const model = wrap(peer, billOnceMiddleware(shared({ advance: away.claim })));
  expect((await errorOf(model.doGenerate(under('order-1')))).message).toMatch(/Nothing was sent/);
  expect(emulator.requests).toHaveLength(0);
});

test('pictures that cannot be kept are delivered, and the key still pays once', async () => {
  const { emulator, peer } = startService();
  const blobs = { ...memoryBlobs(), put: async () => Promise.reject(new RangeError('disk full')) };
  const model = wrap(peer, billOnceMiddleware({ ledger: memoryLedger(), blobs }));
  const { images, warnings } = await model.doGenerate(under('order-1'));
  expect(images).toHaveLength(1);
  expect(JSON.stringify(warnings)).toMatch(/disk full/);
  const error = await errorOf(model.doGenerate(under('order-1')));
  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('gone');
  expect(emulator.ledger).toHaveLength(1);
});

test('a service that takes keys brings the pictures again that were not kept', async () => {
  const { emulator, civitai } = startService();
  const blobs = { ...memoryBlobs(), get: async () => undefined };
  const model = wrap(civitai(), billOnceMiddleware({ ledger: memoryLedger(), blobs }));
  await model.doGenerate(under('order-1'));
  expect((await model.doGenerate(under('order-1'))).images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);
});

test('a workflow that its service does not keep is not sent again under its key', async () => {
  const { emulator, civitai } = startService();
  const stores = shared();
  const ephemeral = under('order-1', { providerOptions: { civitai: { ephemeral: true } } });
  const dying = { ...stores, ledger: diesOnceSent(stores.ledger) };
  await wrap(civitai(), billOnceMiddleware(dying)).doGenerate(ephemeral);
  await new Promise(resolve => setTimeout(resolve, 5));
  const error = await errorOf(wrap(civitai(), billOnceMiddleware(stores)).doGenerate(ephemeral));
  expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('unknown');
  expect(emulator.ledger).toHaveLength(1);
});

test('parts of one generateImage that AI SDK splits are calls of their own under the key', async () => {
  const { emulator, peer } = startService();
  const model = wrap(peer, billOnceMiddleware());
  const ask = async () =>
    generateImage({
      model,
      prompt: 'A cat',
      n: 4,
      maxImagesPerCall: 1,
      providerOptions: { grokImage: { key: 'k' } },
    });
  expect((await ask()).images).toHaveLength(4);
  expect((await ask()).images).toHaveLength(4);
  expect(emulator.ledger).toHaveLength(4);
});

test('a misspelt option and a store of the wrong shape are refused by name', async () => {
  const { peer } = startService();
  const wrong: object = { ledger: new Map() };
  expect(() => billOnceMiddleware(wrong)).toThrow(/billOnce\.ledger: got an object.*memoryLedger/);
  const slip: object = { keyTTL: 1 };
  expect(() => billOnceMiddleware(slip)).toThrow(/billOnce\.keyTTL.*keyTtl/);
  const model = wrap(peer, billOnceMiddleware());
  const options = { grokImage: { kee: 'k' } };
  expect((await errorOf(model.doGenerate({ ...call, providerOptions: options }))).message).toMatch(/key/);
});
