import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAutoRateLimiter, createRateLimiter, type RateLimit } from './rate-limit.ts';
import { apiError } from '../test/backend.ts';
import { errorOf } from '../test/catch.ts';

const slackMs = 35;
const reason = new RangeError('changed my mind');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 });
  onTestFinished(() => void vi.useRealTimers());
});

/** A request that is not sent again. */
const once = { modelId: 'test-model', abortSignal: undefined, startsBy: 0 };

/** A limiter, and what was sent through it when. */
function start(limit: RateLimit) {
  const limited = createRateLimiter(limit);
  const sent: { name: string; at: number }[] = [];
  const begin = performance.now();
  const send = async (name: string, abortSignal?: AbortSignal, startsBy = Number.POSITIVE_INFINITY) => {
    const request = async () => {
      sent.push({ name, at: performance.now() - begin });
      return { headers: {}, name };
    };
    return (await limited(request, { modelId: 'test-model', abortSignal, startsBy })).name;
  };
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
    [{ 'retry-after': '0' }, 1000],
    [{ 'retry-after-ms': '1' }, 100],
    [{ 'retry-after': '86400' }, 60_000],
  ])('sends nothing after a 429 with %j for %d ms', async (headers, pauseMs) => {
    const { limited, send, sent } = start({ perSecond: 2 });
    const refusal = Object.assign(apiError('Too many requests', true, headers), { statusCode: 429 });

    expect(await errorOf(limited(() => Promise.reject(refusal), once))).toBe(refusal);
    const next = send('next');
    await vi.advanceTimersByTimeAsync(pauseMs - 1);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await next;

    expect(sent).toEqual([{ name: 'next', at: pauseMs }]);
  });

  it('sends again what was turned away, as long as there is time', async () => {
    const { limited } = start({ perSecond: 2 });
    const refusal = Object.assign(apiError('Too many requests', true), { statusCode: 429 });
    const sentAt: number[] = [];
    const begin = performance.now();
    const request = async () => {
      sentAt.push(performance.now() - begin);
      if (sentAt.length < 4) throw refusal;
      return { headers: {} };
    };

    const made = limited(request, { ...once, startsBy: begin + 60_000 });
    await vi.advanceTimersByTimeAsync(5000);
    await made;
    expect(sentAt).toEqual([0, 1000, 2000, 3000]);

    const late = errorOf(
      limited(() => Promise.reject(refusal), { ...once, startsBy: performance.now() + 1500 }),
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(await late).toBe(refusal);
  });

  it('gives up what does not get its turn in time, and nothing of it is sent', async () => {
    const { send, sent } = start({ perSecond: 1 });
    await send('first');
    const second = errorOf(send('second', undefined, performance.now() + 500));
    await vi.advanceTimersByTimeAsync(500);

    expect(await second).toMatchObject({ statusCode: 429, isRetryable: true });
    expect((await second).message).toContain('its turn under the rate limit did not come within 500 ms');
    expect(sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps to the longest wait of its own', async () => {
    const { send } = start({ perSecond: 1, maxWaitMs: 200 });
    await send('first');
    const second = errorOf(send('second'));
    await vi.advanceTimersByTimeAsync(200);

    expect(await second).toHaveProperty('responseHeaders', { 'retry-after': '1' });
  });

  it('by default holds nothing back until the service says 429', async () => {
    const limited = createAutoRateLimiter({ perSecond: 1 });
    const begin = performance.now();
    const sentAt: number[] = [];
    const refusal = Object.assign(apiError('Too many requests', true), { statusCode: 429 });
    const request = async () => {
      sentAt.push(performance.now() - begin);
      if (sentAt.length === 3) throw refusal;
      return { headers: {} };
    };
    const options = { ...once, startsBy: begin + 60_000 };

    const first = Promise.all(names(3).map(() => limited(request, options)));
    await vi.advanceTimersByTimeAsync(1000);
    await first;
    expect(sentAt).toEqual([0, 0, 0, 1000]);
    const second = limited(request, options);
    await vi.advanceTimersByTimeAsync(1035);
    await second;
    expect(sentAt.at(-1)).toBe(2035);
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all(
      names(3).map(() => limited(request, { ...options, startsBy: Number.POSITIVE_INFINITY })),
    );
    expect(sentAt.slice(-3)).toEqual([62_035, 62_035, 62_035]);
  });

  it('goes on after any other failure', async () => {
    const { limited, send, sent } = start({ perSecond: 2 });

    expect(await errorOf(limited(() => Promise.reject(reason), once))).toBe(reason);
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
