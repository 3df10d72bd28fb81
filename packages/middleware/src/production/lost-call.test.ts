import type { Fault } from '@grok-image/emulator';
import { describe, expect, test } from 'vitest';
import { IdempotencyKeyError } from '../bill-once/index.ts';
import type { ImageModelLike } from '../stack/model.ts';
import { wrap } from '../stack/wrap.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { Ledger } from '../stores/ledger.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { memoryLedger } from '../stores/memory/memory-ledger.ts';
import { call, errorOf, startService } from '../test/service.ts';
import type { ProductionOptions } from './options.ts';
import { production } from './production.ts';

const underKey = { ...call, providerOptions: { grokImage: { key: 'order-1' } } };
const xaiTurnsAway: Fault = { backend: 'xai', status: 429 };
const bills = { usd: 1, usdPerBuzz: 0.001, price: 0.03 };

/** The ledger of a process that dies once it has sent its call: nothing is noted any more of how it ended. */
function diesOnceSent(ledger: Ledger): Ledger {
  return {
    ...ledger,
    advance: async step => ledger.advance({ ...step, state: 'sent', forMs: 1 }),
    markSent: async (id, token, _, note) => ledger.markSent(id, token, 1, note),
    settle: async () => undefined,
    release: async () => undefined,
  };
}

/** A bucket in memory, at addresses that are reached by a `fetch`. */
function openBucket(): { readonly bucket: BlobStore; readonly fetch: typeof globalThis.fetch } {
  const blobs = memoryBlobs();
  const base = 'https://bucket.example/';
  return {
    bucket: { ...blobs, target: async key => ({ put: base + key, get: base + key }) },
    async fetch(input, init) {
      const request = new Request(input, init);
      const key = request.url.slice(base.length);
      if (request.method === 'PUT') {
        await blobs.put(key, { bytes: new Uint8Array(await request.arrayBuffer()), mediaType: 'image/jpeg' });
        return new Response();
      }
      const blob = await blobs.get(key);
      return blob
        ? new Response(new Blob([blob.bytes.slice().buffer]))
        : new Response(undefined, { status: 404 });
    },
  };
}

/** Makes a call in a process that dies after it was sent, and gives what the same stack in another process does. */
async function callAndDie(model: ImageModelLike, options: ProductionOptions) {
  const ledger = memoryLedger();
  const shared = { limit: false, telemetry: false, budget: bills, ...options } as const;
  // Whatever it had in hand by then is lost with it.
  const dying = { ...shared, ledger: diesOnceSent(ledger), ...(options.cache && { cache: true }) };
  await wrap(model, production(dying)).doGenerate(underKey);
  await new Promise(resolve => setTimeout(resolve, 5));
  const stack = production({ ...shared, ledger });
  return { stack, again: wrap(model, stack) };
}

describe('a call under a key behind a fallback, whose process died after it was sent', () => {
  test('is found again at the model that it was sent to, paid once and counted once', async () => {
    const { emulator, grok, civitai } = startService();
    emulator.script(xaiTurnsAway);
    const { stack, again } = await callAndDie(grok(), { fallback: [civitai()] });
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0.03, spent: 0 }]);

    const { images, providerMetadata } = Object(await again.doGenerate(underKey));
    expect(images).toHaveLength(1);
    expect(providerMetadata.grokImage).toMatchObject({
      images: [{ servedBy: 'civitai.image:grok-imagine-image' }],
    });
    expect(emulator.ledger.map(({ backend }) => backend)).toEqual(['civitai']);
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0, spent: 0.026 }]);
  });

  test('is found again in the bucket of the first model, and the second is not asked', async () => {
    const { bucket, fetch } = openBucket();
    const { emulator, grok, civitai } = startService({ fetch });
    const model = grok({ fetch: (input, init) => reach(input)(input, init) });
    const reach = (input: RequestInfo | URL) =>
      String(input instanceof Request ? input.url : input).includes('bucket.example')
        ? fetch
        : emulator.fetch;
    const { stack, again } = await callAndDie(model, { fallback: [civitai()], bucket });

    const { providerMetadata } = Object(await again.doGenerate(underKey));
    expect(providerMetadata.grokImage).toMatchObject({
      images: [{ recovered: true, servedBy: 'xai.image:grok-imagine-image' }],
    });
    expect(emulator.ledger.map(({ backend }) => backend)).toEqual(['xai']);
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0, spent: 0.03 }]);
  });

  test('is settled by a look into the bucket, when nobody makes it again', async () => {
    const { bucket, fetch } = openBucket();
    const { emulator, grok, civitai } = startService({ fetch });
    const model = grok({ fetch: (input, init) => reach(input)(input, init) });
    const reach = (input: RequestInfo | URL) =>
      String(input instanceof Request ? input.url : input).includes('bucket.example')
        ? fetch
        : emulator.fetch;
    const { stack } = await callAndDie(model, { fallback: [civitai()], bucket });

    const models = [model, civitai()];
    expect(await stack.budget?.reconcile({ models })).toMatchObject([{ outcome: 'left' }]);
    expect(await stack.budget?.reconcile({ models, blobs: bucket })).toMatchObject([{ outcome: 'settled' }]);
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0, spent: 0.03 }]);
  });

  test('is refused where it was sent to a model that nobody can ask, though another one could be', async () => {
    const { emulator, peer, civitai } = startService();
    const { stack, again } = await callAndDie(peer, { fallback: [civitai()] });

    const error = await errorOf(again.doGenerate(underKey));
    expect(IdempotencyKeyError.isInstance(error) && error.reason).toBe('unknown');
    expect(emulator.ledger.map(({ backend }) => backend)).toEqual(['xai']);
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0.03, spent: 0 }]);
  });

  test('keeps its sum when the model that it was sent to turns it away, and is found later', async () => {
    const { emulator, grok, civitai } = startService();
    emulator.script(xaiTurnsAway);
    const { stack, again } = await callAndDie(grok(), { fallback: [civitai()] });
    emulator.script({ backend: 'civitai', status: 401 });

    await errorOf(again.doGenerate(underKey));
    expect(await stack.budget?.status()).toMatchObject([{ reserved: 0, unsettled: 0.03, spent: 0 }]);
    expect(Object(await again.doGenerate(underKey)).images).toHaveLength(1);
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0, spent: 0.026 }]);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('finds what the cache has by now, and is not made for the cache', async () => {
    const { emulator, peer, civitai } = startService();
    const cache = { store: memoryCache() };
    const bucket = memoryBlobs();
    const { stack, again } = await callAndDie(peer, { fallback: [civitai()], cache, bucket });
    await errorOf(again.doGenerate(underKey));
    await wrap(peer, stack).doGenerate(call);

    const { providerMetadata } = Object(await again.doGenerate(underKey));
    expect(providerMetadata.grokImage).toMatchObject({ images: [{ cached: true, costUsd: 0 }] });
    expect(emulator.ledger).toHaveLength(2);
  });
});

describe('a call that two models may have billed, of which the second one has the picture', () => {
  const options = {
    limit: false,
    telemetry: false,
    budget: bills,
    fallbackOptions: { on: { unknown: true } },
  } as const;

  test('counts for both when it is found again, as it does where its process lives', async () => {
    const { emulator, peer, civitai } = startService();
    emulator.script({ backend: 'xai', status: 500, times: 2 });
    const alive = production({ ...options, fallback: [civitai()] });
    await wrap(peer, alive).doGenerate(underKey);
    const { stack, again } = await callAndDie(peer, { ...options, fallback: [civitai()] });

    const { providerMetadata } = Object(await again.doGenerate(underKey));
    expect(providerMetadata.grokImage).toMatchObject({
      images: [{ tried: [{ model: 'xai.image:grok-imagine-image', class: 'unknown' }] }],
    });
    const counted = await alive.budget?.status();
    expect(counted).toMatchObject([{ unsettled: 0, spent: 0.056 }]);
    expect(await stack.budget?.status()).toEqual(counted);
  });

  test('keeps the money of both while nobody knows of either', async () => {
    const { emulator, peer, grok } = startService();
    emulator.script({ reset: 'after', on: 'submit', times: 2 });
    const stack = production({ ...options, fallback: [grok()] });

    await errorOf(wrap(peer, stack).doGenerate(call));
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(emulator.ledger).toHaveLength(2);
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0.06, reserved: 0, spent: 0 }]);
  });

  test('keeps its money where the ledger is away when it turns to the second one', async () => {
    const { emulator, peer, grok } = startService();
    emulator.script({ status: 500 });
    const ledger = memoryLedger();
    let marks = 0;
    const leaving: Ledger = {
      ...ledger,
      async markSent(...of) {
        marks += 1;
        if (marks > 1) throw new TypeError('connect ECONNREFUSED');
        return ledger.markSent(...of);
      },
    };
    const stack = production({ ...options, fallback: [grok()], ledger: leaving });

    await errorOf(wrap(peer, stack).doGenerate(call));
    await stack.flush();
    await new Promise(resolve => setTimeout(resolve, 5));
    expect({ marks, bills: emulator.ledger.length }).toEqual({ marks: 2, bills: 0 });
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0.06, spent: 0 }]);
  });

  test('counts for both where neither says what it has billed', async () => {
    const { emulator, peer } = startService();
    emulator.script({ backend: 'xai', status: 500 });
    const stack = production({ ...options, fallback: [peer] });

    await wrap(peer, stack).doGenerate(call);
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0, spent: 0.06 }]);
  });

  test('keeps the money of the other one when the one that is found says what it has billed', async () => {
    const { emulator, peer, civitai } = startService();
    emulator.script({ backend: 'xai', status: 500 });
    emulator.script({ stepFault: { blockImages: [0] } });
    const ledger = memoryLedger();
    const shared = { ...options, fallback: [civitai()] };
    const dying = production({ ...shared, ledger: diesOnceSent(ledger) });
    await errorOf(wrap(peer, dying).doGenerate(underKey));
    await new Promise(resolve => setTimeout(resolve, 5));
    const stack = production({ ...shared, ledger });

    const error = await errorOf(wrap(peer, stack).doGenerate(underKey));
    expect(error).toMatchObject({ name: 'FallbackError', isRetryable: false });
    expect(await stack.budget?.status()).toMatchObject([{ unsettled: 0.06, spent: 0 }]);
  });

  test('is found at the first one that has it, before the second one makes what never arrived there', async () => {
    const { emulator, civitai } = startService();
    let submits = 0;
    let isDown = true;
    const model = civitai({
      timeout: 200,
      async fetch(input, init) {
        const { method } = new Request(input, init);
        if (!isDown || (method === 'POST' && submits++ === 0)) {
          const response = await emulator.fetch(input, init);
          if (!isDown) return response;
        }
        throw new TypeError('the line is cut');
      },
    });
    const stack = production({ ...options, fallback: [model] });
    await errorOf(wrap(model, stack).doGenerate(underKey));
    isDown = false;

    const { providerMetadata } = Object(await wrap(model, stack).doGenerate(underKey));
    expect(emulator.ledger).toHaveLength(1);
    expect(providerMetadata.grokImage).toMatchObject({
      images: [{ servedBy: 'civitai.image:grok-imagine-image', tried: [{ class: 'unknown' }] }],
    });
  });

  test('is not settled by the word of one of them when it is lost a second time', async () => {
    const { emulator, peer, civitai } = startService();
    emulator.script({ backend: 'xai', status: 500 });
    const ledger = memoryLedger();
    for (const _ of ['first', 'second']) {
      const dying = production({ ...options, fallback: [civitai()], ledger: diesOnceSent(ledger) });
      await wrap(peer, dying).doGenerate(underKey);
      await new Promise(resolve => setTimeout(resolve, 5));
    }

    const { budget } = production({ ...options, fallback: [civitai()], ledger });
    expect(await budget?.reconcile({ models: [civitai()] })).toMatchObject([
      { outcome: 'left', reason: expect.stringContaining('xai.image:grok-imagine-image has no way to tell') },
    ]);
    expect(await budget?.status()).toMatchObject([{ unsettled: 0.06 }]);
  });
});

test('two models of one account that stand in for each other are asked under keys of their own', async () => {
  const { emulator, civitai } = startService();
  emulator.script({ backend: 'civitai', status: 402 });
  const fallbackOptions = { on: { funds: true } };
  const model = wrap(civitai(), production({ fallback: [civitai()], fallbackOptions, telemetry: false }));
  await model.doGenerate(underKey);
  const keys = emulator.requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => Object(body).externalId);
  expect(new Set(keys).size).toBe(2);
});
