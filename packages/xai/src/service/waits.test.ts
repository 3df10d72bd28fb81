import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGrok } from '../index.ts';
import { call, errorOf, withOptions } from '../test/call.ts';
import { base64 } from '../test/server.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: 0 });
});
afterEach(() => void vi.useRealTimers());

/** A provider whose service answers in turn, the last answer for ever, and the times of its requests in milliseconds. */
function start(...answers: (() => Response)[]) {
  const begin = performance.now();
  const sentAt: number[] = [];
  const fetch = async () => {
    const answer = answers[Math.min(sentAt.length, answers.length - 1)];
    sentAt.push(performance.now() - begin);
    return answer?.() ?? Response.error();
  };
  return { grok: createGrok({ apiKey: 'xai-key', fetch }), sentAt };
}

/** Lets time pass until a promise settles. */
async function finish<T>(promise: Promise<T>): Promise<T> {
  const state = { isPending: true };
  const settle = () => {
    state.isPending = false;
  };
  void promise.then(settle, settle);
  while (state.isPending) await vi.advanceTimersByTimeAsync(10);
  return promise;
}

/** A batch of one request, done or not. */
const batch = (done: number) => () =>
  Response.json({
    batch_id: 'batch_1',
    state: { num_requests: 1, num_pending: 1 - done, num_success: done },
  });

describe.each([
  [undefined, 1000, 5000],
  [250, 250, 250],
  [20_000, 20_000, 20_000],
])('with an interval of %s ms', (pollIntervalMs, jobMs, batchMs) => {
  it(`a job is looked at every ${jobMs} ms`, async () => {
    const { grok, sentAt } = start(
      () => Response.json({ request_id: 'job-1' }),
      () => Response.json({ status: 'pending' }, { status: 202 }),
      () => Response.json({ status: 'pending' }, { status: 202 }),
      () => Response.json({ status: 'done', data: [{ b64_json: base64 }] }),
    );
    const options = { deferred: true, ...(pollIntervalMs !== undefined && { pollIntervalMs }) };

    await finish(
      Promise.resolve(grok.image('grok-imagine-image').doGenerate({ ...call, ...withOptions(options) })),
    );

    expect(sentAt).toEqual([0, 0, jobMs, 2 * jobMs]);
  });

  it(`a batch is looked at every ${batchMs} ms`, async () => {
    const { grok, sentAt } = start(batch(0), () => new Response('busy', { status: 404 }), batch(0), batch(1));

    await finish(grok.batch.wait('batch_1', { pollIntervalMs }));

    expect(sentAt).toEqual([0, batchMs, 2 * batchMs, 3 * batchMs]);
  });
});

it('an abort leaves nothing behind of a download that waits to be repeated', async () => {
  const { grok, sentAt } = start(
    () => new Response('busy', { status: 503, headers: { 'retry-after': '60' } }),
  );
  const controller = new AbortController();
  const failing = errorOf(grok.files.content('file_1', { abortSignal: controller.signal }));
  await vi.advanceTimersByTimeAsync(10);
  controller.abort(new RangeError('enough'));

  expect(await failing).toMatchObject({ message: 'enough' });
  // A timer that nobody waits for keeps the process alive.
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(sentAt).toEqual([0]);
});
