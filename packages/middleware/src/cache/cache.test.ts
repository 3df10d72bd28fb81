import { generateImage } from 'ai';
import { expect, test } from 'vitest';
import { classifyError } from '../stack/classify.ts';
import type { ImageModelLike } from '../stack/model.ts';
import { bytesOf } from '../stack/result.ts';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { keyMiddleware } from '../bill-once/bill-once-middleware.ts';
import { createMiddleware } from '../stack/middleware.ts';
import { cacheMiddleware, type CacheOptions } from './index.ts';

/** What several processes share. */
function stores() {
  return { store: memoryCache(), blobs: memoryBlobs() };
}

function cached(model: ReturnType<typeof startService>['peer'], options: CacheOptions = {}) {
  return wrap(model, cacheMiddleware(options));
}

test('an equal call gets the picture that is there, in another process as well', async () => {
  const { emulator, peer } = startService();
  const shared = stores();
  const first = await cached(peer, shared).doGenerate(call);
  const second = await cached(peer, shared).doGenerate({
    ...call,
    abortSignal: new AbortController().signal,
  });
  expect(bytesOf(second.images[0] ?? '')).toEqual(bytesOf(first.images[0] ?? ''));
  expect(second.providerMetadata?.['grokImage']).toMatchObject({ images: [{ cached: true, costUsd: 0 }] });
  expect(emulator.ledger).toHaveLength(1);
});

test('a hit costs nothing, says what it had cost, keeps all metadata but addresses that expire', async () => {
  const { grok } = startService();
  const model = wrap(grok(), cacheMiddleware());
  const first = await model.doGenerate(call);
  const second = await model.doGenerate(call);
  const [before] = first.providerMetadata['xai']?.images ?? [];
  const [after] = second.providerMetadata['xai']?.images ?? [];
  const { url, ...kept } = before ?? {};
  expect(url).toMatch(/^https:/);
  expect(after).toEqual({ ...kept, costUsd: 0, costTicks: 0 });
  expect(second.providerMetadata['grokImage']).toMatchObject({
    images: [{ cached: true, originalCostUsd: 0.02 }],
  });
});

const changes: readonly (readonly [string, Partial<typeof call>])[] = [
  ['prompt', { prompt: 'A dog' }],
  ['n', { n: 2 }],
  ['ratio', { aspectRatio: '16:9' }],
  ['size', { size: '1024x1024' }],
  ['options', { providerOptions: { xai: { user: 'x', aspect_ratio: '1:1' } } }],
  ['source images', { files: [{ type: 'file', mediaType: 'image/png', data: 'AAAA' }] }],
];

test.each(changes)('a call with another %s is another call', async (_, change) => {
  const { emulator, peer } = startService();
  const model = cached(peer);
  await model.doGenerate(call);
  await model.doGenerate({ ...call, ...change }).then(undefined, () => undefined);
  expect(emulator.requests.length).toBeGreaterThan(1);
});

test('how pictures travel does not make another call, nor whether a source came as bytes or as base64', async () => {
  const { emulator, grok } = startService({ pictures: 'plain' });
  const model = wrap(grok(), cacheMiddleware());
  const [source = new Uint8Array()] = (await grok().doGenerate(call)).images;
  const ask = async (data: string | Uint8Array, xai: Record<string, string | boolean>) =>
    model.doGenerate({
      ...call,
      files: [{ type: 'file', mediaType: 'image/jpeg', data }],
      providerOptions: { xai },
    });
  await ask(source, {});
  await ask(Buffer.from(source).toString('base64'), { responseFormat: 'b64_json' });
  await ask(source, { deferred: true });
  expect(emulator.ledger).toHaveLength(2);
});

test('equal calls at once are made once, and each caller gets the picture', async () => {
  const { emulator, peer } = startService({ latencyMs: 20 });
  const model = cached(peer);
  const results = await Promise.all(Array.from({ length: 50 }, async () => model.doGenerate(call)));
  expect(results.every(({ images }) => images.length === 1)).toBe(true);
  expect(emulator.ledger).toHaveLength(1);
});

test('across processes as well, with a ledger that they share', async () => {
  const { emulator, peer } = startService({ latencyMs: 20 });
  const shared = { ...stores(), ledger: memoryLedger() };
  const processes = Array.from({ length: 4 }, () => cached(peer, shared));
  const results = await Promise.all(
    processes.flatMap(model => [model.doGenerate(call), model.doGenerate(call)]),
  );
  expect(results.every(({ images }) => images.length === 1)).toBe(true);
  expect(emulator.ledger).toHaveLength(1);
});

test('the process that pays is gone: of those that come after it one pays, and says that it may be paid twice', async () => {
  const { emulator, peer } = startService({ latencyMs: 20 });
  const ledger = memoryLedger();
  let isDead = false;
  // Another process has claimed and sent it, and is never heard of again.
  const spy = {
    ...ledger,
    async claim(request: Parameters<typeof ledger.claim>[0]) {
      const { key } = request;
      if (!isDead) {
        isDead = true;
        await ledger.claim({ ...request, token: 'dead' });
        await ledger.advance({ key, token: 'dead', state: 'sent', forMs: 1 });
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      return ledger.claim(request);
    },
  };
  const shared = { ...stores(), ledger: spy };
  const processes = Array.from({ length: 4 }, () => cached(peer, shared));
  const results = await Promise.all(processes.map(async model => model.doGenerate(call)));
  expect(results.every(({ images }) => images.length === 1)).toBe(true);
  expect(JSON.stringify(results.map(({ warnings }) => warnings))).toMatch(
    /is gone since: its picture may be paid as well/,
  );
  expect(emulator.ledger).toHaveLength(1);
});

test('a caller that gives up leaves the work to the others, and the work ends when all have', async () => {
  const { emulator, grok } = startService({ latencyMs: 200 });
  const model = wrap(grok(), cacheMiddleware());
  const [one, other] = [new AbortController(), new AbortController()];
  const first = errorOf(model.doGenerate({ ...call, abortSignal: one.signal }));
  const second = model.doGenerate({ ...call, abortSignal: other.signal });
  one.abort(new RangeError('enough'));
  expect((await first).message).toBe('enough');
  expect((await second).images).toHaveLength(1);
  expect(emulator.ledger).toHaveLength(1);

  const signals = [new AbortController(), new AbortController()];
  const calls = signals.map(({ signal }) =>
    errorOf(model.doGenerate({ ...call, prompt: 'A dog', abortSignal: signal })),
  );
  for (const controller of signals) controller.abort(new RangeError('enough'));
  expect((await Promise.all(calls)).map(({ message }) => message)).toEqual(['enough', 'enough']);
});

test('a keyed caller that gives up before its call is sent leaves the work to those who wait for the same', async () => {
  const { emulator, grok } = startService();
  const ledger = memoryLedger();
  const leaving = new AbortController();
  let sent = 0;
  const slow = wrap(
    grok(),
    keyMiddleware({ ledger }),
    cacheMiddleware(),
    createMiddleware({
      each: 'call',
      async treat({ params, next }) {
        sent += 1;
        await new Promise(resolve => setTimeout(resolve, 200));
        return next(params);
      },
    }),
  );
  const underKey = { ...call, providerOptions: { grokImage: { key: 'order-1' } } };
  const first = errorOf(slow.doGenerate({ ...underKey, abortSignal: leaving.signal }));
  await new Promise(resolve => setTimeout(resolve, 10));
  const second = slow.doGenerate(call);
  await new Promise(resolve => setTimeout(resolve, 10));
  leaving.abort(new RangeError('enough'));
  expect((await first).message).toBe('enough');
  expect((await second).images).toHaveLength(1);
  expect(sent).toBe(1);
  expect(emulator.ledger).toHaveLength(1);
});

test('those who wait share an error, and the next call is made anew', async () => {
  const { emulator, peer } = startService({ latencyMs: 20 });
  emulator.script({ status: 400 });
  const model = cached(peer);
  const errors = await Promise.all([errorOf(model.doGenerate(call)), errorOf(model.doGenerate(call))]);
  expect(errors[0]).toBe(errors[1]);
  expect((await model.doGenerate(call)).images).toHaveLength(1);
});

test.each([
  ['may be billed', { reset: 'after' }, 'GenerationFailedError'],
  ['moderation has refused', { moderate: 'refuse' }, 'ContentModerationError'],
] as const)(
  'and across processes: what %s is not made again by those who wait, and by the next one is',
  async (_, fault, name) => {
    const { emulator, grok } = startService({ latencyMs: 50 });
    emulator.script(fault);
    const shared = { ...stores(), ledger: memoryLedger() };
    const processes = Array.from({ length: 3 }, () => wrap(grok(), cacheMiddleware(shared)));
    const errors = await Promise.all(processes.map(async model => errorOf(model.doGenerate(call))));
    const [message] = errors.map(error => error.message);
    expect(errors.map(error => error.message)).toEqual([message, message, message]);
    expect(errors.map(error => classifyError(error).isUnstarted)).toEqual([false, false, false]);
    expect(errors.filter(error => error.name === name).length).toBeGreaterThanOrEqual(2);
    expect(emulator.ledger).toHaveLength(1);
    const [first] = processes;
    expect((await first?.doGenerate(call))?.images).toHaveLength(1);
  },
);

test('what is partial is not kept', async () => {
  const { emulator, grok } = startService();
  emulator.script({ moderate: 'flag', items: [0] });
  const model = wrap(grok(), cacheMiddleware());
  expect((await model.doGenerate({ ...call, n: 2 })).images).toHaveLength(1);
  expect((await model.doGenerate({ ...call, n: 2 })).images).toHaveLength(2);
});

test('tenants never see each other, and a call of nobody is not kept', async () => {
  const { emulator, peer } = startService();
  const shared = stores();
  for (const tenant of ['ann', 'bob', undefined, undefined]) {
    await cached(peer, { ...shared, tenant: () => tenant }).doGenerate(call);
  }
  expect(emulator.ledger).toHaveLength(4);
});

test('a call that collects, asks for more than pictures or has a source by address passes the cache by', async () => {
  const { emulator, grok } = startService();
  const model = wrap(grok(), cacheMiddleware());
  const store = { xai: { storage: { filename: 'cat.jpg' } } };
  await model.doGenerate({ ...call, providerOptions: store });
  await model.doGenerate({ ...call, providerOptions: store });
  expect(emulator.ledger).toHaveLength(2);
});

test('calls that refresh at once make a picture each', async () => {
  const { emulator, peer } = startService({ latencyMs: 20 });
  const model = cached(peer);
  const refreshing = { ...call, providerOptions: { grokImage: { refresh: true } } };
  const results = await Promise.all([model.doGenerate(refreshing), model.doGenerate(refreshing)]);
  expect(JSON.stringify(results.map(({ providerMetadata }) => providerMetadata))).not.toContain('cached');
  expect(emulator.ledger).toHaveLength(2);
});

test('refresh makes new pictures and keeps them', async () => {
  const { emulator, peer } = startService();
  const model = cached(peer);
  await model.doGenerate(call);
  await model.doGenerate({ ...call, providerOptions: { grokImage: { refresh: true } } });
  await model.doGenerate(call);
  expect(emulator.ledger).toHaveLength(2);
});

test('a store that fails or does not answer costs no call, and is told', async () => {
  const { peer } = startService();
  const hanging = {
    get: async () => new Promise(() => undefined),
    set: async () => undefined,
    delete: async () => undefined,
  };
  const failing = { ...hanging, get: async () => Promise.reject(new RangeError('connection lost')) };
  for (const [store, words] of [
    [hanging, /no answer within 250 ms/],
    [failing, /connection lost/],
  ] as const) {
    const { images, warnings } = await cached(peer, { store }).doGenerate(call);
    expect(images).toHaveLength(1);
    expect(JSON.stringify(warnings)).toMatch(words);
  }
});

test('parts of one generateImage are different pictures, and each is found again', async () => {
  const { emulator, peer } = startService();
  const model = cached(peer);
  const ask = async (maxImagesPerCall: number) =>
    generateImage({ model, prompt: 'A cat', n: 4, maxImagesPerCall });
  expect((await ask(1)).images).toHaveLength(4);
  expect((await ask(1)).images).toHaveLength(4);
  expect(emulator.ledger).toHaveLength(4);
});

test('a text that only looks like the base64 of a picture costs no call', async () => {
  const { peer } = startService();
  const user = 'a'.repeat(65);
  const { images } = await cached(peer).doGenerate({ ...call, providerOptions: { openai: { id: user } } });
  expect(images).toHaveLength(1);
});

test('every specification version finds its pictures', async () => {
  const { versions, emulator } = startService();
  for (const model of versions) {
    const wrapped: ImageModelLike = wrap(model, cacheMiddleware());
    await wrapped.doGenerate(call);
    expect(await wrapped.doGenerate(call)).toMatchObject({
      response: { providerMetadata: { grokImage: { images: [{ cached: true }] } } },
    });
  }
  expect(emulator.ledger).toHaveLength(4);
});
