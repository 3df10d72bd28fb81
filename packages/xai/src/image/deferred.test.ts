import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { GenerationFailedError, GenerationTimeoutError } from '../index.ts';
import { call, errorOf, model, withOptions } from '../test/call.ts';
import { base64, startServer, type Reply } from '../test/server.ts';
import { finish, stopClock } from '../test/time.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain', rateLimit: false, deferredMs: 200, now });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

/** Asked each time, so that a test may stop the clock. */
const now = () => Date.now();
const deferred = withOptions({ deferred: true, pollIntervalMs: 5 });
const collect = (jobId: string) => withOptions({ jobId, pollIntervalMs: 5 });
const done: Reply = { body: { status: 'done', data: [{ b64_json: base64 }] } };

/** A server whose job answers its polls with the given replies in turn, the last one for ever. */
function startJob(...polls: Reply[]): ReturnType<typeof startServer> {
  return startServer(({ method }, index) =>
    method === 'POST'
      ? { body: { request_id: 'job-1' } }
      : polls[Math.max(0, Math.min(index, polls.length) - 1)],
  );
}

describe('a deferred job', () => {
  test('is started, polled and delivered, and billed once', async () => {
    stopClock();
    const making = model(emulator.xai).doGenerate({ ...deferred, n: 2 });
    const { images, providerMetadata } = await finish(making, 10);
    expect(images).toHaveLength(2);
    const [submit, ...rest] = emulator.requests;
    expect(submit?.body).toMatchObject({ deferred: true, n: 2, response_format: 'url' });
    const polls = rest.filter(({ role }) => role !== 'content');
    // The emulator answers its first looks with JSON, nothing and text, all of them 202.
    expect(polls.filter(({ status }) => status === 202).length).toBeGreaterThan(2);
    const jobId = polls[0]?.path.split('/').at(-1);
    expect(providerMetadata['xai']).toMatchObject({
      images: [
        { jobId, costUsd: 0.02 },
        { jobId, costUsd: 0.02 },
      ],
      requests: [{ jobId, requested: 2, delivered: 2, costTicks: 400_000_000 }],
    });
    expect(emulator.ledger).toMatchObject([{ images: 2, delivered: 2 }]);
  });

  test.each<[string, Reply]>([
    ['nothing', { status: 202 }],
    ['a text', { status: 202, body: 'still pending' }],
    ['JSON', { status: 202, body: { status: 'pending' } }],
    ['a 200 that says so', { status: 200, body: { status: 'pending' } }],
  ])('is pending by %s', async (_name, pending) => {
    const server = await startJob(pending, pending, done);
    expect((await model(server).doGenerate(deferred)).images).toHaveLength(1);
    expect(server.received.map(({ path }) => path)).toEqual([
      '/v1/images/generations',
      '/v1/images/job-1',
      '/v1/images/job-1',
      '/v1/images/job-1',
    ]);
  });

  test('survives polls that fail for a moment', async () => {
    const server = await startJob({ status: 503 }, { status: 429, headers: { 'retry-after': '0' } }, done);
    expect((await model(server).doGenerate(deferred)).images).toHaveLength(1);
    expect(server.received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('that is answered with its id and an empty list is collected, not refused', async () => {
    const server = await startServer(({ method }) =>
      method === 'POST' ? { body: { request_id: 'job-1', data: [] } } : done,
    );
    expect((await model(server).doGenerate(deferred)).images).toHaveLength(1);
  });

  test('may be answered at once', async () => {
    const server = await startServer(() => ({ body: { data: [{ b64_json: base64 }] } }));
    expect((await model(server).doGenerate(deferred)).images).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });

  test.each([
    ['a/b?c', 'a%2Fb%3Fc'],
    ['..', '%EF%BF%BD%EF%BF%BD'],
    ['half a pair \uD800', 'half%20a%20pair%20%EF%BF%BD'],
  ])('has an id that is encoded in the path: %j', async (id, segment) => {
    const server = await startServer(({ method }) =>
      method === 'POST' ? { body: { request_id: id } } : done,
    );
    await model(server).doGenerate(deferred);
    expect(server.received[1]?.path).toBe(`/v1/images/${segment}`);
  });

  test.each(['invalid_argument', 'failed_precondition', 'service_unavailable', 'internal_error'])(
    'that failed with %s says why, and is not started again',
    async code => {
      const error = { code, message: 'Out of luck.' };
      const server = await startJob({ body: { status: 'failed', error } });
      const failure = await errorOf(model(server).doGenerate(deferred));
      expect(GenerationFailedError.isInstance(failure)).toBe(true);
      expect(failure).toMatchObject({
        message: `Failed to make an image with grok-imagine-image: the deferred job job-1 failed: Out of luck (${code}). The request may have been billed. Sending the request again may be billed again.`,
        jobId: 'job-1',
        resume: { jobId: 'job-1' },
        reasons: [`Out of luck (${code})`],
      });
      expect(server.received).toHaveLength(2);
    },
  );

  test('that failed says what it cost', async () => {
    const usage = { cost_in_usd_ticks: 200_000_000 };
    const server = await startJob({ body: { status: 'failed', error: 'Out of luck.', usage } });
    const failure = await errorOf(model(server).doGenerate(deferred));
    expect(failure).toMatchObject({
      message: expect.stringContaining(': Out of luck. 0.02 USD were billed.'),
      cost: { usd: 0.02 },
    });
  });

  test('that ended in another way has failed', async () => {
    emulator.script({ jobStatus: 'cancelled' });
    const failure = await errorOf(model(emulator.xai).doGenerate(deferred));
    expect(GenerationFailedError.isInstance(failure)).toBe(true);
    expect(failure.message).toContain(": its status is 'cancelled'. The request may have been billed.");
  });

  test.each<[string, Reply]>([
    ['a state that is new', { body: { status: 'queued' } }],
    ['a state that is new beside an empty list', { body: { status: 'rendering', data: [] } }],
    ['a page of HTML', { body: '<html></html>' }],
    ['JSON of something else', { body: { created: 1, output: [] } }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['a no of something in between', { status: 403, body: '<html></html>' }],
    ['a replica that does not know it yet', { status: 404 }],
  ])('that was started is looked at again after %s', async (_, odd) => {
    const server = await startJob(odd, odd, odd, odd, done);
    stopClock();
    expect((await finish(model(server).doGenerate(deferred))).images).toHaveLength(1);
    expect(server.received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('survives an outage that is longer than the repeats of one look', async () => {
    const refuses = { status: 429, headers: { 'retry-after': '0' } };
    const server = await startJob(...Array.from({ length: 9 }, () => refuses), done);
    stopClock();
    expect((await finish(model(server).doGenerate(deferred))).images).toHaveLength(1);
  });

  test('is given up at once when the key is refused', async () => {
    const server = await startJob({ status: 401 });
    expect(await errorOf(model(server).doGenerate(deferred))).toMatchObject({
      name: 'GenerationFailedError',
      resume: { jobId: 'job-1' },
      cause: { statusCode: 401 },
    });
    expect(server.received).toHaveLength(2);
  });

  test('whose look gets no answer is looked at again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await startJob({ status: 202 }, done);
    const looks: unknown[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      const isDead = init?.method === 'GET' && looks.push(input) === 1;
      return isDead ? new Promise(() => undefined) : globalThis.fetch(input, init);
    };
    const made = model(server, { fetch }).doGenerate(deferred);
    while (looks.length === 0) await new Promise(resolve => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(30_000);
    while (server.received.length < 3) {
      await vi.advanceTimersByTimeAsync(5);
      await new Promise(resolve => setImmediate(resolve));
    }
    expect((await made).images).toHaveLength(1);
  });
});

describe('a job that is not done in time', () => {
  test('is told with its id and how to collect it, and can be collected', async () => {
    const slow = await startEmulator({ pictures: 'plain', rateLimit: false, deferredMs: 3000, now });
    stopClock();
    const error = await errorOf(finish(model(slow.xai, { timeout: 1500 }).doGenerate(deferred)));
    if (!GenerationTimeoutError.isInstance(error)) throw error;
    const { jobId = '' } = error;
    expect(error.message).toBe(
      `Failed to make an image with grok-imagine-image: no answer within 1500 ms. The job goes on and is billed: pass providerOptions.xai.jobId '${jobId}' to collect its images.`,
    );
    expect(error).toMatchObject({ timeoutMs: 1500, provider: 'xai.image' });

    const result = await finish(model(slow.xai).doGenerate(collect(jobId)));
    expect(result.images).toHaveLength(1);
    expect(result.providerMetadata['xai']?.images).toMatchObject([{ jobId, costUsd: 0.02 }]);
    expect(slow.ledger).toHaveLength(1);
    await slow.close();
  });

  test('is asked after once more before that, where a look is told to come back later', async () => {
    const later: Reply = { status: 503, headers: { 'retry-after': '60' } };
    const server = await startJob(later, done);
    stopClock();
    const { images } = await finish(model(server, { timeout: 60_000 }).doGenerate(deferred), 1000);
    expect(images).toHaveLength(1);
  });

  test('without an id says that it may have been billed', async () => {
    const server = await startServer(() => undefined);
    const error = await errorOf(model(server, { timeout: 50 }).doGenerate(deferred));
    expect(error).toMatchObject({
      message:
        'Failed to make an image with grok-imagine-image: no answer within 50 ms. The request may have been carried out and billed. Look at the usage log of the service at baseURL before you send it again.',
      jobId: undefined,
      resume: undefined,
    });
  });
});

describe('collecting a job', () => {
  test('sends no new request, whatever the call says', async () => {
    const server = await startJob(done);
    const options = { jobId: 'job-1', quality: 'high', images: [base64] };
    const result = await model(server).doGenerate(
      withOptions(options, { n: 1, aspectRatio: '7:1', prompt: 'Something else' }),
    );
    expect(result.images).toHaveLength(1);
    // Nothing was sent, so nothing was sent differently either.
    expect(result.warnings).toEqual([]);
    expect(server.received.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'GET', path: '/v1/images/job-1', body: undefined },
    ]);
  });

  test('delivers all images of the job, however many the call asks for', async () => {
    const server = await startServer(() => ({
      body: { data: [{ b64_json: base64 }, { b64_json: base64 }] },
    }));
    expect((await model(server).doGenerate(collect('job-1'))).images).toHaveLength(2);
  });

  test('is refused when the call is split, before anything is sent', async () => {
    const error = await errorOf(model(emulator.xai).doGenerate({ ...collect('job-1'), n: 11 }));
    expect(error.message).toMatch(/^Invalid n: got 11\. Accepted: at most 10 with providerOptions/);
    expect(emulator.requests).toEqual([]);
  });

  test('that is unknown says so', async () => {
    const error = await errorOf(model(emulator.xai).doGenerate(collect('job-1')));
    expect(GenerationFailedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      resume: { jobId: 'job-1' },
      message:
        "Failed to collect the deferred xAI job job-1: Unknown request id or the result has expired (HTTP 404). A job is known to the account that started it only, and only for a while: check jobId and the key. A job that ran was billed; to look again, pass providerOptions.xai.jobId 'job-1'.",
      cause: { statusCode: 404, isRetryable: false },
    });
  });

  test('goes on until the deadline, and never lets AI SDK start over', async () => {
    const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '0' } }));
    stopClock();
    const error = await errorOf(finish(model(server, { timeout: 20_000 }).doGenerate(collect('job-1'))));
    if (!GenerationTimeoutError.isInstance(error)) throw error;
    expect(error.cause).toMatchObject({
      message:
        "Failed to collect the deferred xAI job job-1: HTTP 429. The job may go on and be billed all the same: pass providerOptions.xai.jobId 'job-1' to collect its images.",
      isRetryable: false,
    });
    expect(server.received.length).toBeGreaterThan(4);
  });
});

test('a plain call polls nothing', async () => {
  await model(emulator.xai).doGenerate(call);
  expect(emulator.requests.map(({ role }) => role)).toEqual(['submit', 'content']);
});
