import { beforeEach, expect, test, vi } from 'vitest';
import { memorySlots } from '../stores/memory/memory-slots.ts';
import type { Slots } from '../stores/slots.ts';
import { wrap } from '../stack/wrap.ts';
import { call } from '../test/service.ts';
import { rateLimitMiddleware } from './index.ts';
import { answerOf, foreignModel, limitedModel, stopClock, worstSecond } from './test/start.ts';

beforeEach(stopClock);

/** A store that can go away: it rejects, or it does not answer. */
function fragileSlots(): { readonly slots: Slots; state: 'there' | 'rejects' | 'hangs'; asked: number } {
  const memory = memorySlots();
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    store.asked += 1;
    if (store.state === 'rejects') throw new RangeError('connection refused');
    return store.state === 'hangs' ? new Promise(() => undefined) : question();
  };
  const store: ReturnType<typeof fragileSlots> = {
    state: 'there',
    asked: 0,
    slots: {
      take: request => ask(() => memory.take(request)),
      leave: request => ask(() => memory.leave(request)),
      pause: (name, milliseconds) => ask(() => memory.pause(name, milliseconds)),
    },
  };
  return store;
}

test('middlewares that share slots share one limit, and get their turns in rotation', async () => {
  const slots = memorySlots();
  const { model, sent } = foreignModel();
  const processes = [1, 2, 3, 4].map(() => wrap(model, rateLimitMiddleware({ perSecond: 4, slots })));
  for (const [index, process] of processes.entries()) {
    for (let turn = 0; turn < 25; turn++) void process.doGenerate({ ...call, prompt: String(index) });
  }
  await vi.advanceTimersByTimeAsync(9 * 1060);
  expect(worstSecond(sent.map(({ at }) => at))).toBe(4);
  expect(sent.slice(0, 36).map(({ prompt }) => prompt)).toEqual(
    Array.from({ length: 36 }, (_, index) => String(index % 4)),
  );
  // One at a time, not four at once and then none for a second, so that one that is late meets no crowd.
  const gaps = sent.slice(5).map(({ at }, index) => at - (sent[index + 4]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(200);
});

test('bulk calls of processes that begin together go one at a time from the first one on', async () => {
  const slots = memorySlots();
  const { model, sent } = foreignModel();
  const processes = [1, 2, 3, 4].map(() => wrap(model, rateLimitMiddleware({ perSecond: 5, slots })));
  const providerOptions = { grokImage: { priority: 'bulk' } };
  for (const process of processes) {
    for (let turn = 0; turn < 5; turn++) void process.doGenerate({ ...call, providerOptions });
  }
  await vi.advanceTimersByTimeAsync(19 * 212);
  expect(sent.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, index) => index * 212));
});

test('bulk calls of one process stand behind the interactive ones of another', async () => {
  const slots = memorySlots();
  const { model, sent } = foreignModel();
  const [bulk, people] = [1, 2].map(() => wrap(model, rateLimitMiddleware({ perSecond: 1, slots })));
  for (let index = 0; index < 12; index++) void people?.doGenerate({ ...call, prompt: 'person' });
  await vi.advanceTimersByTimeAsync(10);
  const providerOptions = { grokImage: { priority: 'bulk' } };
  for (let index = 0; index < 12; index++) {
    void bulk?.doGenerate({ ...call, prompt: 'bulk', providerOptions });
  }
  await vi.advanceTimersByTimeAsync(11 * 1060);
  expect(sent.filter(({ prompt }) => prompt === 'bulk')).toHaveLength(1);
});

test.each(['rejects', 'hangs'] as const)(
  'while the store %s, the process keeps to its part of the limit, which a warning says',
  async state => {
    const store = fragileSlots();
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    const { send, sent } = limitedModel({ perSecond: 4, slots: store.slots, onWarning });
    // Another process that shares it: half of the limit is ours.
    await store.slots.take({
      name: JSON.stringify(['', 'foreign', 'painter']),
      windows: [],
      priority: 'interactive',
      line: 'other',
    });
    const before = send();
    await vi.advanceTimersByTimeAsync(10);
    expect(await before).toMatchObject({ warnings: [] });
    store.state = state;
    const calls = Promise.all(Array.from({ length: 10 }, () => send()));
    await vi.advanceTimersByTimeAsync(10_000);
    const results = await calls;
    expect(results[0]).toMatchObject({
      warnings: [{ type: 'other', message: expect.stringMatching(/take a slot.*a 2th of the limit/) }],
    });
    expect(warnings).toHaveLength(1);
    expect(sent).toHaveLength(11);
    expect(worstSecond(sent.slice(1).map(({ at }) => at))).toBe(2);
  },
);

test('a store that hangs costs its deadline once in two seconds, and is asked again when it is back', async () => {
  const store = fragileSlots();
  const warnings: string[] = [];
  const { send, sent } = limitedModel({
    slots: store.slots,
    onWarning: message => void warnings.push(message),
  });
  store.state = 'hangs';
  const calls = Promise.all(Array.from({ length: 20 }, () => send()));
  await vi.advanceTimersByTimeAsync(1500);
  await calls;
  expect(sent).toHaveLength(20);
  expect(store.asked).toBe(1);
  store.state = 'there';
  await vi.advanceTimersByTimeAsync(1000);
  const after = send();
  await vi.advanceTimersByTimeAsync(1);
  expect(await after).toMatchObject({ warnings: [] });
  store.state = 'rejects';
  const again = send();
  await vi.advanceTimersByTimeAsync(2000);
  await again;
  expect(warnings).toHaveLength(2);
});

test('a pause that one process learns of stops the others', async () => {
  const slots = memorySlots();
  const one = limitedModel({ slots }, async () =>
    answerOf({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '4s' }),
  );
  const other = limitedModel({ slots });
  await one.send();
  void other.send();
  await vi.advanceTimersByTimeAsync(3990);
  expect(other.sent).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(20);
  expect(other.sent).toHaveLength(1);
});
