import { expect, it, onTestFinished, vi } from 'vitest';
import { createCivitai } from '../index.ts';
import { call } from '../test/call.ts';

/** Watches a workflow that runs, at a service that only says when to come back; gives the seconds between looks. */
async function waitsBetweenLooks(headers: Record<string, string>): Promise<number[]> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let seconds = 0;
  const looks: number[] = [];
  const fetch = async (_: unknown, { method }: RequestInit = {}): Promise<Response> => {
    if (method === 'POST') return Response.json({ id: 'w1', status: 'processing' }, { status: 202 });
    looks.push(seconds);
    return new Response('', { status: 503, headers });
  };
  const state = { isOver: false };
  const over = createCivitai({ apiKey: 'key', fetch, timeout: 200_000 })
    .image('grok-imagine-image')
    .doGenerate(call)
    .catch((error: unknown) => error);
  void over.finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) {
    await new Promise(resolve => setImmediate(resolve));
    seconds += 1;
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(await over).toHaveProperty('name', 'GenerationTimeoutError');
  return looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
}

it('asks again after a minute where a look is told to come back in an hour, and before its time is up', async () => {
  expect(await waitsBetweenLooks({ 'retry-after': '3600' })).toEqual([60, 60, 60, 10, 5]);
});

it('reads the date to come back at against the date of the answer, whatever the clock says', async () => {
  const headers = {
    date: 'Thu, 20 Aug 2026 10:00:00 GMT',
    'retry-after': 'Thu, 20 Aug 2026 10:01:30 GMT',
  };
  expect((await waitsBetweenLooks(headers)).slice(0, 3)).toEqual([90, 90, 10]);
});
