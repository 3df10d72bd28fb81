import { generateImage, wrapImageModel } from 'ai';
import type { Fault } from '@grok-image/emulator';
import { expect, test } from 'vitest';
import { BudgetExceededError } from '../budget/index.ts';
import { wrap } from '../stack/wrap.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { memoryLedger } from '../stores/memory/index.ts';
import { call, errorOf, startService } from '../test/service.ts';
import { production } from './production.ts';
import type { ProductionEvent } from './options.ts';

const xaiIsDown: Fault = { backend: 'xai', unreachable: 'refused', times: 9 };

test('alone it pays once, and makes no call of less', async () => {
  const { emulator, peer } = startService();
  emulator.script({ reset: 'after' });
  const model = wrapImageModel({ model: peer, middleware: production() });
  await errorOf(generateImage({ model, prompt: 'A cat' }));
  expect(emulator.ledger).toHaveLength(1);
  await generateImage({ model, prompt: 'A cat' });
  await generateImage({ model, prompt: 'A cat' });
  expect(emulator.ledger).toHaveLength(3);
});

test('a call of many pictures to a model of few a request is split, and what succeeds of it is delivered', async () => {
  const { emulator, peer } = startService();
  emulator.script({ reset: 'after', after: 1 });
  const model = wrapImageModel({ model: peer, middleware: production({ limit: false }) });
  const { images, warnings } = await generateImage({ model, prompt: 'A cat', n: 7 });
  expect(images.length).toBeLessThan(7);
  expect(JSON.stringify(warnings)).toMatch(/images are missing because one request failed/);
  expect(emulator.ledger).toHaveLength(3);
});

test('each request of a split call has a turn of its own under the limit', async () => {
  const { emulator, peer } = startService();
  const model = wrap(peer, production({ limit: { perSecond: 2 } }));
  const { images } = await model.doGenerate({ ...call, n: 7 });
  expect(images).toHaveLength(7);
  // Three requests: the third had to wait for the first to be a second old.
  const [first, , third] = emulator.ledger.map(({ at }) => at);
  expect(Number(third) - Number(first)).toBeGreaterThan(900);
});

test('what every layer knows of a picture reaches the caller in one list', async () => {
  const { grok } = startService();
  const model = wrap(
    grok(),
    production({ cache: true, budget: { usd: 1 }, bucket: memoryBlobs(), tenant: () => 'ann' }),
  );
  const first = await model.doGenerate(call);
  expect(first.providerMetadata['grokImage']?.images).toEqual([
    {
      queuedMs: expect.any(Number),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      blobKey: expect.stringMatching(/\.jpg$/),
      costUsd: 0.02,
    },
  ]);
  const second = await model.doGenerate(call);
  expect(second.providerMetadata['grokImage']).toMatchObject({
    images: [{ cached: true, costUsd: 0, originalCostUsd: 0.02 }],
  });
});

test('a budget stops calls before they are sent, and hits of the cache cost none of it', async () => {
  const { emulator, grok } = startService();
  const stack = production({ cache: true, budget: { usd: 0.03 } });
  const model = wrap(grok(), stack);
  await model.doGenerate(call);
  await model.doGenerate(call);
  const error = await errorOf(model.doGenerate({ ...call, prompt: 'A dog' }));
  expect(BudgetExceededError.isInstance(error)).toBe(true);
  expect(emulator.ledger).toHaveLength(1);
  expect(await stack.budget?.status()).toMatchObject([{ spent: 0.02, reserved: 0, unsettled: 0 }]);
});

test('another model serves while the first cannot be reached, and says so', async () => {
  const { emulator, grok, civitai } = startService();
  emulator.script(xaiIsDown);
  const events: ProductionEvent[] = [];
  const model = wrap(
    grok(),
    production({
      fallback: [civitai()],
      fallbackOptions: { breaker: { failures: 1 } },
      budget: { usd: 1, usdPerBuzz: 0.001 },
      onEvent: event => events.push(event),
    }),
  );
  const { providerMetadata } = await model.doGenerate(call);
  expect(providerMetadata['grokImage']).toMatchObject({
    images: [{ servedBy: 'civitai.image:grok-imagine-image', tried: [{ class: 'outage' }] }],
  });
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['start', 'opened', 'end']));
  expect(emulator.ledger.map(({ backend }) => backend)).toEqual(['civitai']);
});

test("a fallback's picture is not kept under the key of the first model", async () => {
  const { emulator, grok, civitai } = startService();
  emulator.script(xaiIsDown);
  const model = wrap(grok(), production({ cache: true, fallback: [civitai()] }));
  await model.doGenerate(call);
  await model.doGenerate(call);
  expect(emulator.ledger).toHaveLength(2);
});

test('a call under a key is paid once, also where another model served it', async () => {
  const { emulator, grok, civitai } = startService();
  emulator.script(xaiIsDown);
  const model = wrap(grok(), production({ fallback: [civitai()] }));
  const underKey = { ...call, providerOptions: { grokImage: { key: 'order-1' } } };
  await model.doGenerate(underKey);
  const { providerMetadata } = await model.doGenerate(underKey);
  expect(providerMetadata['grokImage']).toMatchObject({ images: [{ repeated: true, costUsd: 0 }] });
  expect(emulator.ledger).toHaveLength(1);
});

test('a call that waits in line when its caller leaves costs nothing, neither budget nor key', async () => {
  const { emulator, peer } = startService();
  const stack = production({ limit: { perMinute: 1 }, budget: { usd: 1, price: 0.02 } });
  const model = wrap(peer, stack);
  await model.doGenerate(call);
  const leaving = new AbortController();
  const waiting = {
    ...call,
    providerOptions: { grokImage: { key: 'order-1' } },
    abortSignal: leaving.signal,
  };
  const failing = errorOf(model.doGenerate(waiting));
  setTimeout(() => leaving.abort(new TypeError('Left')), 20);
  expect((await failing).message).toBe('Left');
  expect(await stack.budget?.status()).toMatchObject([{ spent: 0.02, reserved: 0, unsettled: 0 }]);
  expect(emulator.ledger).toHaveLength(1);
});

test('a call under a key finds what the cache has, whatever else its key brings with it', async () => {
  const { emulator, grok, civitai } = startService();
  for (const model of [grok(), civitai()]) {
    const wrapped = wrap(model, production({ cache: true, bucket: memoryBlobs() }));
    for (const key of [undefined, 'a', 'b']) {
      await wrapped.doGenerate({ ...call, providerOptions: key === undefined ? {} : { grokImage: { key } } });
    }
  }
  expect(emulator.ledger.map(({ backend }) => backend)).toEqual(['xai', 'civitai']);
});

test('calls that are sent on because of our own limit do not close the first model to those after them', async () => {
  const { emulator, grok, civitai } = startService();
  const events: string[] = [];
  const stack = production({
    fallback: [civitai()],
    limit: { perSecond: 2 },
    onEvent: ({ type }) => events.push(type),
  });
  const model = wrap(grok(), stack);
  await Promise.all(Array.from({ length: 6 }, async () => model.doGenerate(call)));
  expect(events).not.toContain('opened');
  expect(new Set(emulator.ledger.map(({ backend }) => backend))).toEqual(new Set(['xai', 'civitai']));
});

test('what is kept of a tenant is forgotten, and of no other', async () => {
  const { emulator, grok } = startService();
  const shared = { ledger: memoryLedger(), bucket: memoryBlobs(), cache: { store: memoryCache() } };
  const of = (tenant: string) => production({ ...shared, budget: { usd: 1 }, tenant: () => tenant });
  const [ann, bob] = [of('ann'), of('bob')];
  const ask = async (stack: typeof ann) =>
    wrap(grok(), stack).doGenerate({ ...call, providerOptions: { grokImage: { key: 'order-1' } } });
  await ask(ann);
  await ask(bob);
  expect(await ann.forget({ tenant: 'ann' })).toBeGreaterThan(3);
  expect(await ann.budget?.status('ann')).toMatchObject([{ spent: 0 }]);
  expect(await bob.budget?.status('bob')).toMatchObject([{ spent: 0.02 }]);
  await ask(ann);
  await ask(bob);
  expect(emulator.ledger).toHaveLength(3);
});

test('a call whose options are adapted to a model is known by its key all the same', async () => {
  const { emulator, grok, civitai } = startService();
  emulator.script({ backend: 'xai', reset: 'after' });
  const model = wrap(
    grok(),
    production({ fallback: [civitai()], fallbackOptions: { adapt: () => ({ providerOptions: {} }) } }),
  );
  const underKey = { ...call, providerOptions: { grokImage: { key: 'order-1' } } };
  await errorOf(model.doGenerate(underKey));
  expect((await errorOf(model.doGenerate(underKey))).message).toMatch(/may have been billed/);
  expect(emulator.ledger).toHaveLength(1);
});

test('a call whose pictures the service puts into the bucket counts as sent, without a limit as well', async () => {
  const { emulator, grok } = startService({ fetch: async () => new Response() });
  emulator.script({ reset: 'after' });
  const stack = production({
    limit: false,
    bucket: { ...memoryBlobs(), target: async key => addressesOf(key) },
    persist: { upload: true },
    budget: { usd: 1 },
  });
  await errorOf(wrap(grok(), stack).doGenerate(call));
  expect(emulator.ledger).toHaveLength(1);
  await expect.poll(() => stack.budget?.status()).toMatchObject([{ spent: 0, reserved: 0, unsettled: 0.02 }]);
});

/** Where a service puts a picture, and where it is read. */
function addressesOf(key: string): { put: string; get: string } {
  const url = `https://bucket.example/${key}`;
  return { put: url, get: url };
}

const wrong: readonly (readonly [object, RegExp])[] = [
  [{ cahe: true }, /production\.cahe.*cache/],
  [{ budget: { usd: -1 } }, /usd: got -1/],
  [{ budget: { used: 1 } }, /used.*usd/],
  [{ bucket: new Map() }, /production\.bucket.*s3\(\)/],
  [{ redis: {} }, /production\.redis.*ioredis/],
  [{ fallback: ['civitai'] }, /production\.fallback\[0\].*not its id/],
  [{ limit: { perSecond: 0 } }, /perSecond: got 0/],
  [{ persist: { key: '{sha256}' } }, /production\.persist.*bucket/],
];

test.each(wrong)('%o is refused by name when the stack is made', (options, words) => {
  expect(() => production(options)).toThrow(words);
});

test('a budget of one currency is refused for models of two, when they are wrapped', () => {
  const { grok, civitai } = startService();
  const stack = production({ budget: { usd: 1 }, fallback: [civitai()] });
  expect(() => wrap(grok(), stack)).toThrow(/usdPerBuzz/);
});
