import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCivitai, imageMetadata, type CivitaiProviderSettings } from '../index.ts';
import { call } from '../test/call.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

function model(settings: CivitaiProviderSettings = {}) {
  return createCivitai({ ...emulator.civitai, ...settings }).image('grok-imagine-image');
}

type Call = Parameters<ReturnType<typeof model>['doGenerate']>[0];
type Options = Call['providerOptions'][string];

const make = (options: Options = {}, changes: Partial<Call> = {}, settings: CivitaiProviderSettings = {}) =>
  model(settings).doGenerate({ ...call, ...changes, providerOptions: { civitai: options } });
const failureOf = (making: Promise<unknown>): Promise<unknown> =>
  making.then(
    () => undefined,
    (error: unknown) => error,
  );
const submits = () => emulator.requests.filter(({ method }) => method === 'POST');
const cancels = () => emulator.requests.filter(({ method }) => method === 'PUT');
const workflows = () => emulator.civitai.workflows();
/** Waits until something has happened, for what goes on after a call has ended. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000 });

/** Milliseconds; whatever else could end the call takes a minute, and a busy machine a moment. */
const atOnce = 3000;

/**
 * Lets a tenth of a second pass whenever sockets had so many turns, for the provider and the emulator alike, however busy
 * the machine is.
 */
function hurryTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  let turns = 0;
  let next = setImmediate(turn);
  onTestFinished(() => {
    clearImmediate(next);
    vi.useRealTimers();
  });

  function turn(): void {
    turns += 1;
    if (turns % 30 === 0) vi.advanceTimersByTime(100);
    next = setImmediate(turn);
  }
}

describe('a lost answer', () => {
  beforeEach(hurryTime);

  it.each([
    ['the socket is reset after the submit was accepted', { reset: 'after' as const }],
    ['the answer breaks off', { cut: 0.5 }],
    ['a gateway answers 502 after the submit was accepted', { answer: { status: 502, body: '<html>' } }],
  ])('is asked for again under the same key when %s: one workflow, one charge', async (_, fault) => {
    emulator.script({ ...fault, on: 'submit' });
    const { images } = await make({}, { n: 8 });
    expect(images).toHaveLength(8);
    expect(submits()).toHaveLength(2);
    expect(workflows().map(({ charged }) => charged)).toEqual([208]);
  });

  it('is not asked for again without a key, and the error says that it may be billed', async () => {
    emulator.script({ reset: 'after', on: 'submit' });
    const error = await failureOf(make({ externalId: false }));
    expect(error).toMatchObject({ name: 'AI_APICallError', isRetryable: false });
    expect(error).toHaveProperty('message', expect.stringMatching(/may have been carried out and billed/));
    expect(submits()).toHaveLength(1);
  });

  it('is collected by a later call with the same externalId', async () => {
    const outage = emulator.script({ reset: 'after', on: 'submit', times: Infinity });
    const error = await failureOf(make({ externalId: 'order-7' }, {}, { timeout: 4000 }));
    outage.cancel();
    expect(error).toMatchObject({
      name: 'GenerationTimeoutError',
      message: expect.stringContaining("externalId 'order-7'"),
      externalId: 'order-7',
      resume: { externalId: 'order-7' },
    });
    expect(submits().length).toBeGreaterThan(2);
    expect((await make({ externalId: 'order-7' })).images).toHaveLength(1);
    expect(workflows()).toHaveLength(1);
  });
});

describe('looks that fail', () => {
  beforeEach(hurryTime);

  it.each([
    ['5xx', { status: 503 }],
    ['a rate limit', { status: 429 }],
    ['a reset', { reset: 'before' as const }],
    ['the login page of a proxy', { status: 401, body: '<html>Sign in</html>' }],
    ['a replica that does not know it yet', { status: 404 }],
    ['a no of a content network', { status: 403, body: '<html>Denied</html>' }],
    ['a conflict', { status: 409 }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['an answer that breaks off', { cut: 0.5 }],
  ])('are survived: %s', async (_, fault) => {
    emulator.civitai.configure({ stepMs: 300 });
    emulator.script({ ...fault, on: 'poll', times: 2 });
    expect((await make({ wait: 0 })).images).toHaveLength(1);
    expect(submits()).toHaveLength(1);
  });

  it('are survived for longer than one round of repeats', async () => {
    emulator.script({ status: 500, on: 'poll', times: 5 });
    expect((await make({ wait: 0 })).images).toHaveLength(1);
  });

  it('name the workflow when the service refuses to show it, and are never retryable', async () => {
    emulator.script({ status: 401, on: 'poll' });
    const error = await failureOf(make({ wait: 0 }));
    const workflowId = workflows()[0]?.id;
    expect(error).toMatchObject({ name: 'GenerationFailedError', workflowId });
    expect(error).toHaveProperty('message', expect.stringContaining(`workflowId '${workflowId}'`));
    expect(cancels()).toEqual([]);
  });

  it('do not end at a status that nobody knows yet', async () => {
    emulator.script({
      edit: body => (typeof body === 'object' ? { ...body, status: 'resting', completedAt: null } : body),
      on: 'poll',
      times: 2,
    });
    expect((await make({ wait: 0 })).images).toHaveLength(1);
  });
});

describe('abort', () => {
  it('cancels the workflow during the wait and rejects with the reason at once', async () => {
    emulator.civitai.configure({ stepMs: 60_000 });
    const controller = new AbortController();
    const reason = new RangeError('changed my mind');
    const failure = failureOf(make({ wait: 0 }, { abortSignal: controller.signal }));
    await expect.poll(() => emulator.requests.some(({ method }) => method === 'GET')).toBe(true);
    const abortedAt = performance.now();
    controller.abort(reason);
    expect(await failure).toBe(reason);
    expect(performance.now() - abortedAt).toBeLessThan(atOnce);
    await eventually(() =>
      expect(workflows()[0]).toMatchObject({ status: 'canceled', charged: 0, refunded: 26 }),
    );
  });

  it('finds the workflow by its key when the submit is still held', async () => {
    emulator.civitai.configure({ stepMs: 60_000 });
    const controller = new AbortController();
    const failure = failureOf(make({}, { abortSignal: controller.signal }));
    await expect.poll(() => workflows().length).toBe(1);
    const abortedAt = performance.now();
    controller.abort();
    expect(await failure).toBe(controller.signal.reason);
    expect(performance.now() - abortedAt).toBeLessThan(atOnce);
    await eventually(() => expect(workflows()[0]).toMatchObject({ status: 'canceled', charged: 0 }));
    expect(submits()).toHaveLength(1);
  });

  it('does not mind that the cancel fails', async () => {
    emulator.civitai.configure({ stepMs: 60_000 });
    emulator.script({ status: 409, method: 'PUT', on: 'any' });
    const controller = new AbortController();
    const failure = failureOf(make({ wait: 0 }, { abortSignal: controller.signal }));
    await expect.poll(() => emulator.requests.some(({ method }) => method === 'GET')).toBe(true);
    controller.abort('enough');
    expect(await failure).toBe('enough');
    await eventually(() => expect(cancels()).toHaveLength(1));
  });

  it('sends nothing when it came first', async () => {
    const abortSignal = AbortSignal.abort(new RangeError('too late'));
    expect(await failureOf(make({}, { abortSignal }))).toBe(abortSignal.reason);
    expect(emulator.requests).toEqual([]);
  });

  it('leaves a workflow alone that an equal call has started and waits for', async () => {
    emulator.civitai.configure({ stepMs: 2000 });
    const first = make({ dedupe: true, wait: 0 });
    await expect.poll(() => workflows().length).toBe(1);
    const controller = new AbortController();
    const failure = failureOf(make({ dedupe: true, wait: 0 }, { abortSignal: controller.signal }));
    const looks = () => emulator.requests.filter(({ method }) => method === 'GET').length;
    await expect.poll(looks).toBe(2);
    controller.abort();
    expect(await failure).toBe(controller.signal.reason);
    expect((await first).images).toHaveLength(1);
    expect(cancels()).toEqual([]);
  });

  it('leaves a workflow alone that is only collected', async () => {
    hurryTime();
    emulator.civitai.configure({ stepMs: 40_000 });
    await failureOf(make({}, {}, { timeout: 15_000 }));
    const [workflowId] = workflows().map(({ id }) => id);
    const controller = new AbortController();
    const failure = failureOf(make({ workflowId: workflowId ?? '' }, { abortSignal: controller.signal }));
    await expect.poll(() => emulator.requests.filter(({ method }) => method === 'GET').length).toBe(2);
    controller.abort();
    expect(await failure).toBe(controller.signal.reason);
    expect((await make({ workflowId: workflowId ?? '' })).images).toHaveLength(1);
    expect(cancels()).toEqual([]);
  });
});

describe('deadline', () => {
  beforeEach(hurryTime);

  it('names the workflow, which can be collected without a second charge', async () => {
    emulator.civitai.configure({ stepMs: 40_000 });
    const error = await failureOf(make({}, { n: 5 }, { timeout: 20_000 }));
    const workflowId = workflows()[0]?.id ?? '';
    expect(error).toMatchObject({ name: 'GenerationTimeoutError', workflowId, timeoutMs: 20_000 });
    expect(error).toHaveProperty('message', expect.stringContaining(`workflowId '${workflowId}'`));

    const collected = await make({ workflowId });
    expect(collected.images).toHaveLength(5);
    expect(collected.warnings).toEqual([]);
    expect(imageMetadata(collected).map(({ costBuzz }) => costBuzz)).toEqual([26, 26, 26, 26, 26]);
    expect([submits().length, cancels().length, emulator.ledger.length]).toEqual([1, 0, 1]);
  });

  it('names the key when not even the id arrived', async () => {
    emulator.script({ stall: 'headers', on: 'submit' });
    const error = await failureOf(make({ externalId: 'order-8' }, {}, { timeout: 20_000 }));
    expect(error).toMatchObject({ name: 'GenerationTimeoutError', workflowId: undefined });
    expect(error).toHaveProperty('message', expect.stringContaining("externalId 'order-8'"));
  });
});

describe('images', () => {
  it('are fetched from fresh addresses when theirs have expired', async () => {
    emulator.script({ expire: true, times: 4, match: ({ query }) => query['sig'] !== undefined });
    const result = await make({}, { n: 4 });
    expect(result.images).toHaveLength(4);
    expect(emulator.requests.filter(({ path }) => path.includes('/workflows/')).length).toBeLessThanOrEqual(
      4,
    );
    expect(workflows()).toHaveLength(1);
  });

  it('come from the service itself, with the key and the headers of the settings, when no address is any good', async () => {
    emulator.script({ expire: true, times: 99, match: ({ query }) => query['sig'] !== undefined });
    const { images } = await make({}, { n: 2 }, { headers: { 'x-gateway': 'open' } });
    expect(images).toHaveLength(2);
    const unsigned = emulator.requests.filter(
      ({ path, query }) => /\/blobs\/[^/]+$/.test(path) && query['sig'] === undefined,
    );
    expect(unsigned.map(({ headers }) => headers['x-gateway'])).toEqual(['open', 'open']);
  });

  it('are fetched without the key from anywhere but the service', async () => {
    const elsewhere: string[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (url.hostname !== 'images.example.com') return globalThis.fetch(input, init);
      elsewhere.push(new Headers(init?.headers).get('authorization') ?? 'no key');
      return globalThis.fetch(`${emulator.url}${url.pathname}${url.search}`);
    };
    emulator.script({
      edit: body => JSON.parse(JSON.stringify(body).replaceAll(emulator.url, 'https://images.example.com')),
      on: 'submit',
    });
    expect((await make({}, {}, { fetch })).images).toHaveLength(1);
    expect(elsewhere).toEqual(['no key']);
  });

  it('are delivered without the one that is withheld as mature, which is named', async () => {
    emulator.script({ stepFault: { step: 'image-2', mature: true } });
    const { images, warnings } = await make({ currencies: ['blue'] }, { n: 8 });
    expect(images).toHaveLength(4);
    expect(JSON.stringify(warnings)).toMatch(/withheld.*yellow Buzz/);
  });
});
