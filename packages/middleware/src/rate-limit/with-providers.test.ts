import { createCivitai } from '@grok-image/civitai';
import { createEmulator, type Emulator, type EmulatorOptions } from '@grok-image/emulator';
import { createGrok, type XaiProviderSettings } from '@grok-image/xai';
import { APICallError } from '@ai-sdk/provider';
import { generateImage } from 'ai';
import { beforeEach, expect, test, vi } from 'vitest';
import { enterContext } from '../stack/context.ts';
import { createMiddleware } from '../stack/middleware.ts';
import { wrap } from '../stack/wrap.ts';
import { call, errorOf } from '../test/service.ts';
import { rateLimitMiddleware } from './index.ts';
import { answerOf, finish, limitedModel, stopClock, worstSecond } from './test/start.ts';

beforeEach(stopClock);

function start(
  options: EmulatorOptions = {},
  settings: XaiProviderSettings = {},
): { readonly emulator: Emulator; readonly grok: ReturnType<typeof createGrok> } {
  const emulator = createEmulator({ pictures: 'plain', ...options });
  return { emulator, grok: createGrok({ ...emulator.xai, fetch: emulator.fetch, ...settings }) };
}

const billedAt = ({ ledger }: Emulator) => ledger.map(({ at }) => at);
const model = 'grok-imagine-image';

test('without figures a model of xAI keeps to what xAI documents, from the first second', async () => {
  const { emulator, grok } = start();
  const limited = wrap(grok.image(model), rateLimitMiddleware());
  await finish(Promise.all(Array.from({ length: 12 }, () => limited.doGenerate(call))));
  expect(emulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(12);
  expect(worstSecond(billedAt(emulator))).toBe(5);
});

test('it takes the place of the limiter that the model has, so that a request counts once', async () => {
  const { emulator, grok } = start({}, { rateLimit: { perMinute: 1 } });
  const limited = wrap(grok.image(model), rateLimitMiddleware({ perSecond: 2 }));
  await finish(Promise.all(Array.from({ length: 4 }, () => limited.doGenerate(call))));
  const [first = 0, , third = 0, fourth = 0] = billedAt(emulator);
  expect(third - first).toBeGreaterThanOrEqual(1000);
  expect(fourth - first).toBeLessThan(1500);
});

test('each request that a call of ours is split into has a turn of its own', async () => {
  const { emulator, grok } = start();
  const limited = wrap(grok.image(model, { maxImages: 60 }), rateLimitMiddleware({ perSecond: 2 }));
  const { images, providerMetadata } = await finish(limited.doGenerate({ ...call, n: 50 }));
  expect(images).toHaveLength(50);
  expect(emulator.ledger).toHaveLength(5);
  expect(worstSecond(billedAt(emulator))).toBe(2);
  expect(providerMetadata?.['grokImage']?.images[0]).toMatchObject({ queuedMs: 2070 });
});

test('xAI counts each model by itself, and so does the limiter; per account it counts all of them', async () => {
  for (const [per, most] of [
    ['model', 2],
    ['account', 1],
  ] as const) {
    const { emulator, grok } = start();
    const middleware = rateLimitMiddleware({ perSecond: 1, per });
    const models = [model, 'grok-imagine-image-2.0'].map(modelId => wrap(grok.image(modelId), middleware));
    await finish(Promise.all(models.map(each => each.doGenerate(call))));
    expect(worstSecond(billedAt(emulator))).toBe(most);
  }
});

test('createGrok and createCivitai take it as their limiter', async () => {
  const emulator = createEmulator({ pictures: 'plain' });
  const rateLimit = rateLimitMiddleware({ perSecond: 1, per: 'account' });
  const grok = createGrok({ ...emulator.xai, fetch: emulator.fetch, rateLimit });
  const { baseURL, apiKey } = emulator.civitai;
  const civitai = createCivitai({ baseURL, apiKey, fetch: emulator.fetch, rateLimit });
  await finish(
    Promise.all([grok.image(model).doGenerate(call), civitai.image('grok-imagine-image').doGenerate(call)]),
  );
  const [first = 0, second = 0] = billedAt(emulator);
  expect(second - first).toBeGreaterThanOrEqual(1000);
});

test('a 429 stops all for as long as the service asks, and what was turned away comes first then', async () => {
  const { emulator, grok } = start({ rateLimit: false });
  emulator.script({ status: 429, headers: { 'retry-after': '4' }, on: 'submit' });
  const limited = wrap(grok.image(model), rateLimitMiddleware({ perSecond: 1 }));
  const prompts = ['first', 'second', 'third'];
  await finish(Promise.all(prompts.map(prompt => limited.doGenerate({ ...call, prompt }))));
  expect(emulator.ledger.map(({ prompt }) => prompt)).toEqual(prompts);
  expect(billedAt(emulator)[0]).toBeGreaterThanOrEqual(4000);
});

test('what the emulator turns away because others use the account is waited out, and paid once', async () => {
  const { emulator, grok } = start();
  const other = grok.image(model, { rateLimit: false });
  await finish(Promise.all(Array.from({ length: 5 }, () => other.doGenerate(call))));
  const limited = wrap(grok.image(model), rateLimitMiddleware());
  const { images } = await finish(generateImage({ model: limited, prompt: 'late', maxRetries: 0 }));
  expect(images).toHaveLength(1);
  expect(emulator.ledger.filter(({ prompt }) => prompt === 'late')).toHaveLength(1);
});

test('a job that is collected waits for no turn', async () => {
  const { emulator, grok } = start();
  const limited = wrap(grok.image(model), rateLimitMiddleware({ perMinute: 1 }));
  const xai = { deferred: true, pollIntervalMs: 10 };
  await finish(limited.doGenerate({ ...call, providerOptions: { xai } }));
  const jobId = emulator.requests[1]?.path.split('/').at(-1) ?? '';
  const collected = limited.doGenerate({ ...call, providerOptions: { xai: { jobId } } });
  expect(await finish(collected)).toMatchObject({ images: { length: 1 } });
  expect(performance.now()).toBeLessThan(10_000);
});

test('a call that is given up in line counts as not sent for the layers around, and one that went as sent', async () => {
  const { grok } = start();
  const sent: boolean[] = [];
  const noting = createMiddleware({
    each: 'call',
    async treat({ params, next }) {
      const entered = enterContext(params);
      try {
        return await next(entered.params);
      } finally {
        sent.push(entered.context.isSent);
      }
    },
  });
  const limited = wrap(grok.image(model), noting, rateLimitMiddleware({ perMinute: 1 }));
  await finish(limited.doGenerate(call));
  const controller = new AbortController();
  const given = errorOf(limited.doGenerate({ ...call, abortSignal: controller.signal }));
  await vi.advanceTimersByTimeAsync(100);
  controller.abort(new RangeError('gone'));
  expect(await given).toMatchObject({ message: 'gone' });
  expect(sent).toEqual([true, false]);
});

/** What a foreign provider throws for a 429. */
function tooMany(responseBody: string, responseHeaders: Record<string, string> = {}): APICallError {
  return new APICallError({
    message: 'Too many',
    url: 'https://api.example.com',
    requestBodyValues: {},
    statusCode: 429,
    responseHeaders,
    responseBody,
  });
}

test.each([
  ['without a word of when', {}, [1000, 2000, 4000]],
  ['that asks for no wait', { 'retry-after': '0' }, [1000, 2000, 4000]],
  ['whose time to come again has passed', { 'retry-after': new Date(0).toUTCString() }, [1000, 2000, 4000]],
  ['that asks for next to none', { 'retry-after-ms': '1' }, [100, 100, 100]],
])('a foreign 429 %s is not repeated without a pause', async (_, headers, pauses) => {
  const { send, sent } = limitedModel({}, async index => {
    if (index < 3) throw tooMany('rate limit', headers);
    return answerOf();
  });
  await finish(send());
  const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
  expect(gaps).toHaveLength(3);
  for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(pauses[index] ?? 0);
});

test('a 429 of an account that cannot pay is not waited out', async () => {
  const { send, sent } = limitedModel({}, async () => {
    throw tooMany('{"error":{"code":"insufficient_quota"}}');
  });
  await expect(send()).rejects.toMatchObject({ statusCode: 429 });
  expect(sent).toHaveLength(1);
});

test('a 429 that asks for longer than maxWaitMs goes to the caller at once', async () => {
  const { send, sent } = limitedModel({ maxWaitMs: 5000 }, async () => {
    throw tooMany('', { 'retry-after': '30' });
  });
  await expect(send()).rejects.toMatchObject({ statusCode: 429, responseHeaders: { 'retry-after': '30' } });
  expect(sent).toHaveLength(1);
});
