import { generateImage, wrapImageModel } from 'ai';
import { recoveryPortOf } from '@grok-image/core';
import { expect, test } from 'vitest';
import { call, errorOf, startService } from '../test/service.ts';
import { createMiddleware } from './middleware.ts';
import type { ImageParams } from './model.ts';
import { tellOf } from './told.ts';
import { portOf } from './digest.ts';
import { compose, wrap } from './wrap.ts';

/** Passes calls on and notes them. */
function noting(each: 'call' | 'request') {
  const seen: ImageParams[] = [];
  const middleware = createMiddleware({
    each,
    async treat({ params, next }) {
      seen.push(params);
      return tellOf(await next(params), index => ({ seen: seen.length, index }));
    },
  });
  return { seen, middleware };
}

test('a wrapped model keeps its version, and its results have the shape of that version', async () => {
  const { versions } = startService();
  for (const model of versions) {
    const wrapped = wrap(model, noting('call').middleware);
    const result = await wrapped.doGenerate({ ...call, seed: 1 });
    const [warning] = Reflect.get(Object(result), 'warnings');
    const isOld = ['v1', 'v2'].includes(model.specificationVersion);
    expect(wrapped.specificationVersion).toBe(model.specificationVersion);
    expect(warning.type).toBe(isOld ? 'unsupported-setting' : 'unsupported');
    expect('providerMetadata' in Object(result)).toBe(model.specificationVersion !== 'v1');
    expect(result).toMatchObject({
      response: {
        providerMetadata: { xai: { images: [{ index: 0 }] }, grokImage: { images: [{ seen: 1 }] } },
      },
    });
  }
});

test('what else hangs on a model stays, its port among it, and start does not pass the middleware by', async () => {
  const { grok, emulator } = startService();
  const model = grok();
  const wrapped = wrap(model, noting('call').middleware);
  expect(recoveryPortOf(wrapped)?.capabilities).toBe(recoveryPortOf(model)?.capabilities);
  expect(wrapped).toMatchObject({
    provider: 'xai.image',
    modelId: 'grok-imagine-image',
    supportsFileInputs: true,
  });
  expect((await errorOf(wrapped.start({ prompt: 'A cat' }))).message).toMatch(/would pass the middleware/);
  expect(emulator.requests).toHaveLength(0);
});

test('a model that its port gives with other habits keeps what stands before it', async () => {
  const { grok } = startService();
  const { middleware, seen } = noting('call');
  const requests: string[] = [];
  const changed = recoveryPortOf(wrap(wrap(grok(), middleware), middleware))?.with({
    async rateLimit(send, { modelId }) {
      requests.push(modelId);
      return send();
    },
  });
  await changed?.doGenerate(call);
  expect(seen).toHaveLength(2);
  expect(requests).toEqual(['grok-imagine-image']);
});

test('the first middleware is the outermost', async () => {
  const { grok } = startService();
  const order: string[] = [];
  const named = (name: string) =>
    createMiddleware({
      each: 'call',
      async treat({ params, next }) {
        order.push(name);
        return next(params);
      },
    });
  await wrap(grok(), named('outer'), named('inner')).doGenerate(call);
  expect(order).toEqual(['outer', 'inner']);
});

test('a call of more pictures than its model makes at once comes whole, and is split next to the model', async () => {
  const { peer, emulator } = startService();
  const [ofCalls, ofRequests] = [noting('call'), noting('request')];
  const middleware = [ofCalls.middleware, ofRequests.middleware];
  const n = 25;
  const { images } = await generateImage({
    model: wrapImageModel({ model: peer, middleware }),
    prompt: 'A cat',
    n,
  });
  expect(images).toHaveLength(n);
  expect(ofCalls.seen.map(params => params.n)).toEqual([n]);
  expect(ofRequests.seen).toHaveLength(emulator.ledger.length);
  expect(emulator.ledger.reduce((sum, entry) => sum + entry.images, 0)).toBe(n);
});

test('what succeeded is kept when a part of a split call fails', async () => {
  const { peer, emulator } = startService();
  emulator.script({ reset: 'after' });
  const result = await wrap(peer, noting('call').middleware).doGenerate({ ...call, n: 25 });
  expect(result.images.length).toBeGreaterThan(0);
  expect(result.images.length).toBeLessThan(25);
  expect(JSON.stringify(result.warnings)).toMatch(/images are missing because one request failed/);
});

test('a part that certainly never started is sent again, and no other', async () => {
  const { peer, emulator } = startService();
  emulator.script({ status: 429, headers: { 'retry-after-ms': '1' } });
  const { images } = await wrap(peer, noting('call').middleware).doGenerate({ ...call, n: 25 });
  expect(images).toHaveLength(25);
  expect(emulator.ledger.reduce((sum, entry) => sum + entry.images, 0)).toBe(25);
});

test('metadata stays beside its picture where a part of a split call tells none', async () => {
  const { peer } = startService();
  let parts = 0;
  const forgetful: typeof peer = Object.create(peer, {
    doGenerate: {
      value: async (params: typeof call) => {
        const result = await peer.doGenerate(params);
        parts += 1;
        const own = { images: Array.from({ length: params.n }, () => ({ part: 2 })) };
        return { ...result, providerMetadata: parts === 2 ? { own } : {} };
      },
    },
  });
  const { providerMetadata } = await wrap(forgetful, noting('call').middleware).doGenerate({ ...call, n: 5 });
  const told = providerMetadata?.['own']?.images ?? [];
  expect(told).toHaveLength(5);
  expect(told.filter(entry => Object.keys(Object(entry)).length > 0).length).toBeLessThan(4);
});

test('options of the middleware do not reach the model', async () => {
  const { peer, emulator } = startService();
  await wrap(peer, noting('call').middleware).doGenerate({
    ...call,
    providerOptions: { grokImage: { key: 'k' } },
  });
  expect(JSON.stringify(emulator.requests)).not.toContain('grokImage');
});

test('a model that is told to do something otherwise keeps the middleware around it', async () => {
  const { grok } = startService();
  const [outer, inner] = [noting('call'), noting('call')];
  const layers = [outer.middleware, inner.middleware];
  for (const wrapped of [wrap(grok(), ...layers), compose(grok(), layers)]) {
    const changed = portOf(wrapped)?.with({ rateLimit: false });
    expect(await changed?.doGenerate(call)).toMatchObject({
      providerMetadata: { grokImage: { images: [{ index: 0 }] } },
    });
  }
  expect([outer.seen.length, inner.seen.length]).toEqual([2, 2]);
});

test('each request of a call passes every middleware that treats requests', async () => {
  const { peer } = startService();
  const [outer, inner] = [noting('request'), noting('request')];
  const { images } = await wrap(peer, outer.middleware, inner.middleware).doGenerate({ ...call, n: 7 });
  expect(images).toHaveLength(7);
  expect(outer.seen.map(({ n }) => n)).toEqual([3, 3, 1]);
  expect(inner.seen.map(({ n }) => n)).toEqual([3, 3, 1]);
});
