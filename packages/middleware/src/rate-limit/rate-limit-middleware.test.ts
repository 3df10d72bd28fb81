import { AsyncLocalStorage } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { errorOf } from '../test/service.ts';
import { rateLimitMiddleware, type RateLimitOptions } from './index.ts';
import { limitedModel, stopClock, worstSecond } from './test/start.ts';

beforeEach(stopClock);

const bulk = { grokImage: { priority: 'bulk' } };

test('60 calls go in the order they came, never more than five in a second, and leave no timer', async () => {
  const { send, sent } = limitedModel({ perSecond: 5, perMinute: 300 });
  const names = Array.from({ length: 60 }, (_, index) => `call ${index}`);
  const all = Promise.all(names.map(prompt => send({ prompt })));
  await vi.advanceTimersByTimeAsync(12_000);
  await all;
  expect(sent.map(({ prompt }) => prompt)).toEqual(names);
  expect(worstSecond(sent.map(({ at }) => at))).toBe(5);
  expect(sent.at(-1)?.at).toBe(11 * 1035);
  expect(vi.getTimerCount()).toBe(0);
});

test('both windows hold', async () => {
  const { send, sent } = limitedModel({ perSecond: 5, perMinute: 7 });
  const all = Promise.all(Array.from({ length: 8 }, () => send()));
  await vi.advanceTimersByTimeAsync(61_000);
  await all;
  expect(sent.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0, 1035, 1035, 60_035]);
});

test('the parts of a call of four to a model of one a call count one each', async () => {
  const { send, sent } = limitedModel({ perSecond: 1 });
  const made = send({ n: 4 });
  await vi.advanceTimersByTimeAsync(3200);
  expect(sent.map(({ at }) => at)).toEqual([0, 1035, 2070, 3105]);
  expect(await made).toMatchObject({
    images: { length: 4 },
    providerMetadata: {
      grokImage: {
        images: [{ queuedMs: 0 }, { queuedMs: 1035 }, { queuedMs: 2070 }, { queuedMs: 3105 }],
      },
    },
  });
});

test('a tenant with a few calls does not stand behind the hundred of another', async () => {
  const tenants = new AsyncLocalStorage<string>();
  const { send, sent } = limitedModel({ perSecond: 1, tenant: () => tenants.getStore() });
  const come = (prompt: string) => void tenants.run(prompt, () => send({ prompt }));
  for (let index = 0; index < 100; index++) come('many');
  await vi.advanceTimersByTimeAsync(500);
  for (let index = 0; index < 3; index++) come('few');
  await vi.advanceTimersByTimeAsync(7 * 1035 - 500);
  expect(sent.map(({ prompt }) => prompt)).toEqual([
    'many',
    'many',
    'few',
    'many',
    'few',
    'many',
    'few',
    'many',
  ]);
});

test('bulk calls stand behind interactive ones, but for each tenth turn', async () => {
  const { send, sent } = limitedModel({ perSecond: 1 });
  for (let index = 0; index < 5; index++) void send({ prompt: 'bulk', providerOptions: bulk });
  for (let index = 0; index < 30; index++) void send({ prompt: 'person' });
  await vi.advanceTimersByTimeAsync(25 * 1035);
  const prompts = sent.slice(2, 22).map(({ prompt }) => prompt);
  const turns = prompts.filter(prompt => prompt === 'bulk').length;
  expect(turns).toBeGreaterThanOrEqual(1);
  expect(turns).toBeLessThanOrEqual(2);
});

test('a bulk call waits while interactive ones keep coming, and goes when they are gone', async () => {
  const { send, sent } = limitedModel({ perSecond: 1 });
  for (let index = 0; index < 4; index++) void send({ prompt: 'person' });
  const last = send({ prompt: 'bulk', providerOptions: bulk });
  await vi.advanceTimersByTimeAsync(6000);
  await last;
  expect(sent.map(({ prompt }) => prompt)).toEqual(['person', 'person', 'person', 'person', 'bulk']);
});

test('a call that is given up rejects at once with its reason, costs no turn and leaves nothing behind', async () => {
  const { send, sent } = limitedModel({ perSecond: 1 });
  await send({ prompt: 'first' });
  const controller = new AbortController();
  const reason = new RangeError('changed my mind');
  const given = send({ prompt: 'given up', abortSignal: controller.signal });
  const next = send({ prompt: 'next' });
  const error = errorOf(given);
  await vi.advanceTimersByTimeAsync(500);
  controller.abort(reason);
  expect(await error).toBe(reason);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(535);
  await next;
  expect(sent.map(({ prompt, at }) => [prompt, at])).toEqual([
    ['first', 0],
    ['next', 1035],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('after the only one that waits has given up, the next call is not later for it', async () => {
  const { send, sent } = limitedModel({ perSecond: 1 });
  await send();
  const controller = new AbortController();
  const error = errorOf(send({ abortSignal: controller.signal }));
  await vi.advanceTimersByTimeAsync(100);
  controller.abort(new RangeError('gone'));
  expect(await error).toMatchObject({ message: 'gone' });
  expect(vi.getTimerCount()).toBe(0);
  void send();
  await vi.advanceTimersByTimeAsync(935);
  expect(sent.map(({ at }) => at)).toEqual([0, 1035]);
});

test('past maxWaitMs it is refused as a service refuses, and nothing is sent', async () => {
  const { send, sent } = limitedModel({ perMinute: 1, maxWaitMs: 2000 });
  await send();
  const refused = errorOf(send());
  await vi.advanceTimersByTimeAsync(2000);
  expect(await refused).toMatchObject({
    statusCode: 429,
    isRetryable: true,
    responseHeaders: { 'retry-after': '59' },
    message: expect.stringContaining('Nothing was sent. Send less at once, or wait longer by maxWaitMs.'),
  });
  expect(sent).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('maxWaitMs 0 refuses at once what would have to wait, without costing a turn', async () => {
  const { send, sent } = limitedModel({ perSecond: 1, maxWaitMs: 0 });
  const settled = Promise.allSettled([send(), send(), send()]);
  await vi.advanceTimersByTimeAsync(1);
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  await vi.advanceTimersByTimeAsync(1040);
  const again = send();
  await vi.advanceTimersByTimeAsync(1);
  await again;
  expect(sent).toHaveLength(2);
});

test('past maxQueue it is refused at once, with the time until the line is through', async () => {
  const { send, sent } = limitedModel({ perSecond: 1, maxQueue: 10 });
  await send();
  for (let index = 0; index < 10; index++) void send();
  await vi.advanceTimersByTimeAsync(0);
  await expect(send()).rejects.toMatchObject({
    statusCode: 429,
    isRetryable: true,
    responseHeaders: { 'retry-after': '11' },
    message: expect.stringContaining('10 wait for their turn'),
  });
  expect(sent).toHaveLength(1);
});

test.each<[RateLimitOptions, RegExp]>([
  [{ perSecond: 0 }, /rateLimitMiddleware\.perSecond: got 0/],
  [{ perMinute: 1.5 }, /rateLimitMiddleware\.perMinute: got 1\.5/],
  [{ maxWaitMs: -1 }, /rateLimitMiddleware\.maxWaitMs: got -1/],
  [Object({ perSecnd: 5 }), /perSecnd.*perSecond \(did you mean that\?\)/],
  [Object({ slots: new Map() }), /rateLimitMiddleware\.slots.*take, leave, pause/],
  [Object({ tenant: 7 }), /rateLimitMiddleware\.tenant: got 7/],
])('the options %j are refused by name when it is made', (options, words) => {
  expect(() => rateLimitMiddleware(options)).toThrow(words);
  expect(vi.getTimerCount()).toBe(0);
});
