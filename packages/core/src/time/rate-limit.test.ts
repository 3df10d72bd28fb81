import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRateLimiter, type RateLimit } from './rate-limit.ts';
import { apiError } from '../test/backend.ts';
import { errorOf } from '../test/catch.ts';

const slackMs = 35;
const reason = new RangeError('changed my mind');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 });
  onTestFinished(() => void vi.useRealTimers());
});

/** A limiter, and what was sent through it when. */
function start(limit: RateLimit) {
  const limited = createRateLimiter(limit);
  const sent: { name: string; at: number }[] = [];
  const begin = performance.now();
  const send = (name: string, abortSignal?: AbortSignal) =>
    limited(async () => {
      sent.push({ name, at: performance.now() - begin });
      return name;
    }, abortSignal);
  return { limited, sent, send };
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `call ${index}`);
}

describe('createRateLimiter', () => {
  it('sends at once what is within the limit, and leaves no timer', async () => {
    const { send, sent } = start({ perSecond: 5, perMinute: 300 });

    expect(await Promise.all(names(5).map(name => send(name)))).toEqual(names(5));

    expect(sent.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends 60 calls in the order they came, five in any second', async () => {
    const { send, sent } = start({ perSecond: 5, perMinute: 300 });

    const all = Promise.all(names(60).map(name => send(name)));
    await vi.advanceTimersByTimeAsync(11_500);
    await all;

    expect(sent.map(({ name }) => name)).toEqual(names(60));
    expect(sent.map(({ at }) => at)).toEqual(
      names(60).map((_, index) => Math.floor(index / 5) * (1000 + slackMs)),
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[limit: RateLimit, calls: number]>([
    [{ perSecond: 5, perMinute: 300 }, 400],
    [{ perSecond: 5, perMinute: 20 }, 70],
    [{ perSecond: 2 }, 30],
    [{ perMinute: 7 }, 30],
  ])('keeps both windows of %j wherever they begin', async (limit, calls) => {
    const { send, sent } = start(limit);
    const { perSecond = calls, perMinute = calls } = limit;

    const all = Promise.all(
      names(calls).map(async (name, index) => {
        await new Promise(resolve => setTimeout(resolve, index * 37));
        return send(name);
      }),
    );
    await vi.runAllTimersAsync();
    await all;

    for (const { at: begin } of sent) {
      expect(sent.filter(({ at }) => at >= begin && at <= begin + 1000).length).toBeLessThanOrEqual(
        perSecond,
      );
      expect(sent.filter(({ at }) => at >= begin && at <= begin + 60_000).length).toBeLessThanOrEqual(
        perMinute,
      );
    }
  });

  it('lets a call that waits be aborted with the reason of its caller, and lets the next one have its turn', async () => {
    const { send, sent } = start({ perSecond: 1 });
    const controller = new AbortController();
    const { signal } = controller;

    const first = send('first');
    const second = errorOf(send('second', signal));
    const third = send('third');
    await vi.advanceTimersByTimeAsync(500);
    controller.abort(reason);

    expect(await second).toBe(reason);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await vi.advanceTimersByTimeAsync(500 + slackMs);
    await Promise.all([first, third]);
    expect(sent).toEqual([
      { name: 'first', at: 0 },
      { name: 'third', at: 1000 + slackMs },
    ]);
  });

  it('leaves no timer and no listener when all that wait are aborted, and no turn is lost', async () => {
    const { send, sent } = start({ perSecond: 1 });
    const controller = new AbortController();
    const { signal } = controller;

    await send('first');
    const waiting = names(10).map(name => errorOf(send(name, signal)));
    controller.abort(reason);

    expect(await Promise.all(waiting)).toEqual(names(10).map(() => reason));
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const next = send('next');
    await vi.advanceTimersByTimeAsync(1000 + slackMs);
    await next;
    expect(sent.at(-1)).toEqual({ name: 'next', at: 1000 + slackMs });
  });

  it('leaves no listener once a call had its turn', async () => {
    const { send } = start({ perSecond: 1 });
    const { signal } = new AbortController();

    await send('first', signal);

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('does not count a call that was aborted before', async () => {
    const { send, sent } = start({ perSecond: 1 });

    expect(await errorOf(send('aborted', AbortSignal.abort(reason)))).toBe(reason);
    await send('first');

    expect(sent).toEqual([{ name: 'first', at: 0 }]);
  });

  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{}, 1000],
    [{ 'retry-after': '86400' }, 60_000],
  ])('sends nothing after a 429 with %j for %d ms', async (headers, pauseMs) => {
    const { limited, send, sent } = start({ perSecond: 2 });
    const refusal = Object.assign(apiError('Too many requests', true, headers), { statusCode: 429 });

    expect(await errorOf(limited(() => Promise.reject(refusal), undefined))).toBe(refusal);
    const next = send('next');
    await vi.advanceTimersByTimeAsync(pauseMs - 1);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await next;

    expect(sent).toEqual([{ name: 'next', at: pauseMs }]);
  });

  it('goes on after any other failure', async () => {
    const { limited, send, sent } = start({ perSecond: 2 });

    expect(await errorOf(limited(() => Promise.reject(reason), undefined))).toBe(reason);
    await send('next');

    expect(sent).toEqual([{ name: 'next', at: 0 }]);
  });

  it.each([{}, { perSec: 5 }, 'openai'])('refuses %j, which limits nothing', limit => {
    expect(() => Reflect.apply(createRateLimiter, undefined, [limit])).toThrow('Invalid rateLimit: got ');
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the limit %d', limit => {
    expect(() => createRateLimiter({ perSecond: limit })).toThrow('Invalid rateLimit.perSecond: got');
    expect(() => createRateLimiter({ perMinute: limit })).toThrow('Invalid rateLimit.perMinute: got');
  });
});
