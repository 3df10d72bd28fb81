import { createCivitai } from '@grok-image/civitai';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { createGrok, type XaiProviderSettings } from '@grok-image/xai';
import { generateImage } from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { classifyError } from '../stack/classify.ts';
import { call, errorOf } from '../test/service.ts';
import { FallbackError, fallbackModel, type FallbackEvent, type FallbackOptions } from './index.ts';

let emulator: RunningEmulator;
/** The address of a service that is gone. */
let nowhere: string;

beforeAll(async () => {
  const gone = await startEmulator();
  nowhere = gone.xai.baseURL;
  await gone.close();
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => {
  emulator.reset();
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
});
afterAll(() => emulator.close());

const id = 'grok-imagine-image';
const names = { xai: `xai.image:${id}`, civitai: `civitai.image:${id}` };

const grok = (settings: XaiProviderSettings = {}) => createGrok({ ...emulator.xai, ...settings }).image(id);
const civitai = () => createCivitai(emulator.civitai).image(id);

/** xAI first, then Civitai, and what the fallback tells. */
function build(options: FallbackOptions = {}, settings: XaiProviderSettings = {}) {
  const events: FallbackEvent[] = [];
  const onEvent = (event: FallbackEvent) => void events.push(event);
  return { model: fallbackModel([grok(settings), civitai()], { onEvent, ...options }), events };
}

const billed = () => emulator.ledger.map(({ backend }) => backend);
const submits = (backend: string) =>
  emulator.requests.filter(request => request.backend === backend && request.role === 'submit').length;

/** Stops the clock of the breaker alone; sockets and timers go on. */
function stopClock(): (milliseconds: number) => void {
  let now = performance.now();
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => spy.mockRestore());
  return milliseconds => {
    now += milliseconds;
  };
}

describe('a model that cannot be reached', () => {
  test('is stood in for by the next one, which is told of each image', async () => {
    const { model } = build({}, { baseURL: nowhere });
    const { images, warnings, providerMetadata } = await model.doGenerate({ ...call, n: 2 });

    expect(images).toHaveLength(2);
    expect(billed()).toEqual(['civitai']);
    const told = {
      servedBy: names.civitai,
      tried: [{ model: names.xai, class: 'outage', reason: expect.stringContaining('ECONNREFUSED') }],
    };
    expect(providerMetadata['grokImage']).toEqual({ images: [told, told] });
    expect(providerMetadata['civitai']?.images).toHaveLength(2);
    expect(warnings).toContainEqual({
      type: 'other',
      message: expect.stringContaining(`${names.civitai} was asked, not ${names.xai} (outage): `),
    });
  });

  test('is left alone after three calls, and serves again after half a minute', async () => {
    const pass = stopClock();
    emulator.script({ backend: 'xai', status: 429, times: 3 });
    const { model, events } = build();
    const servers: unknown[] = [];
    const ask = async () => {
      const { providerMetadata } = await model.doGenerate(call);
      servers.push(providerMetadata['grokImage']?.images[0]?.['servedBy']);
    };
    for (let round = 0; round < 4; round++) await ask();
    expect(submits('xai')).toBe(3);
    expect(events).toMatchObject([{ type: 'opened', model: names.xai, class: 'rateLimit', resetMs: 30_000 }]);

    pass(30_000);
    await ask();
    await ask();
    expect(servers).toEqual([...Array.from({ length: 4 }, () => names.civitai), names.xai, names.xai]);
    expect(events.at(-1)).toEqual({ type: 'closed', model: names.xai });
  });

  test('is tried by one call at a time when its time is up, and the others do not wait', async () => {
    const pass = stopClock();
    emulator.script({ backend: 'xai', reset: 'after' });
    const { model } = build();
    await errorOf(model.doGenerate(call));
    pass(30_000);
    emulator.script({ backend: 'xai', status: 429, times: Infinity });
    const before = submits('xai');
    await Promise.all(Array.from({ length: 50 }, () => model.doGenerate(call)));

    expect(submits('xai') - before).toBe(1);
    expect(billed().filter(backend => backend === 'civitai')).toHaveLength(50);
  });
});

describe('a rate limit', () => {
  test('makes the call go on at once', async () => {
    emulator.script({ backend: 'xai', status: 429, headers: { 'retry-after': '30' } });
    const { model } = build();
    const begin = performance.now();
    await model.doGenerate(call);
    expect(performance.now() - begin).toBeLessThan(5000);
    expect([submits('xai'), billed()]).toEqual([1, ['civitai']]);
  });

  test('that all have is one error, which AI SDK repeats', async () => {
    emulator.script({ status: 429, headers: { 'retry-after': '1' } });
    const model = fallbackModel([grok({ baseURL: nowhere }), grok({ rateLimit: false })]);
    const error = await errorOf(model.doGenerate(call));

    expect(error).toMatchObject({
      isRetryable: true,
      responseHeaders: { 'retry-after': '1' },
      tried: [{ class: 'outage' }, { model: `${names.xai} (2)`, class: 'rateLimit' }],
    });
    expect(FallbackError.isInstance(error) && error.errors).toHaveLength(2);
    expect(error.message).toMatch(/^Failed to make images: .*outage.*rateLimit.*Nothing was started\./);
    expect(classifyError(error).isUnstarted).toBe(true);

    const { images } = await generateImage({ model, prompt: call.prompt ?? '' });
    expect(images).toHaveLength(1);
  });
});

describe('an outcome that may have been billed', () => {
  test.each([
    ['a reset', ['xai'], { reset: 'after' as const }],
    ['a 502', ['xai'], { answer: { status: 502 } }],
    ['a 503, which is no word of xAI', [], { status: 503 }],
  ])('after %s is not paid again, and the next call goes to the next model', async (_, bills, fault) => {
    emulator.script({ backend: 'xai', ...fault });
    const { model, events } = build();
    const error = await errorOf(generateImage({ model, prompt: 'A cat' }));

    expect(FallbackError.isInstance(error)).toBe(false);
    expect(billed()).toEqual(bills);
    expect(events).toMatchObject([{ type: 'opened', class: 'unknown' }]);

    await generateImage({ model, prompt: 'A dog' });
    expect(billed()).toEqual([...bills, 'civitai']);
    expect(submits('xai')).toBe(1);
  });

  test('is paid again where the caller asks for that', async () => {
    emulator.script({ backend: 'xai', reset: 'after' });
    const { model } = build({ on: { unknown: true } });
    const { providerMetadata } = await model.doGenerate(call);

    expect(billed()).toEqual(['xai', 'civitai']);
    expect(providerMetadata['grokImage']?.images).toMatchObject([{ tried: [{ class: 'unknown' }] }]);
  });

  test('of a model whose errors AI SDK would repeat is paid once', async () => {
    const { specificationVersion } = grok();
    const doGenerate = vi.fn<() => Promise<never>>(() =>
      Promise.reject(Object.assign(retryable(), { statusCode: 502 })),
    );
    const foreign = { ...grok(), specificationVersion, provider: 'peer.image', doGenerate };
    const model = fallbackModel([foreign, civitai()]);
    const error = await errorOf(generateImage({ model, prompt: 'A cat' }));

    expect(error).toMatchObject({ isRetryable: false, tried: [{ class: 'unknown' }] });
    expect(doGenerate).toHaveBeenCalledTimes(1);
    expect(billed()).toEqual([]);
  });
});

describe('a prompt that is refused', () => {
  test('ends the call with the error of the service, and counts for nothing', async () => {
    const { model, events } = build();
    for (let round = 0; round < 4; round++) {
      const error = await errorOf(model.doGenerate({ ...call, prompt: 'A cat #refuse' }));
      expect(error.name).toBe('ContentModerationError');
    }
    await model.doGenerate(call);
    expect(billed()).toEqual(Array.from({ length: 5 }, () => 'xai'));
    expect(events).toEqual([]);
  });

  test('in every request of a call counts for nothing either', async () => {
    const { model, events } = build();
    const error = await errorOf(model.doGenerate({ ...call, n: 12, prompt: 'A cat #refuse' }));
    expect([error.name, events]).toEqual(['GenerationIncompleteError', []]);
  });

  test('goes on to the next model where that is asked for, with what it cost', async () => {
    emulator.script({ backend: 'xai', moderate: 'refuse' });
    const { model } = build({ on: { moderation: true } });
    const { providerMetadata } = await model.doGenerate(call);
    expect(providerMetadata['grokImage']?.images).toMatchObject([
      { servedBy: names.civitai, tried: [{ class: 'moderation', costUsd: 0.02 }] },
    ]);
  });
});

describe('an account that cannot pay', () => {
  test.each([
    [false, []],
    [true, ['civitai']],
  ])('lets the next model pay where that is asked for: %s', async (funds, bills) => {
    emulator.script({ backend: 'xai', status: 402 });
    await Promise.allSettled([build({ on: { funds } }).model.doGenerate(call)]);
    expect([submits('xai'), billed()]).toEqual([1, bills]);
  });
});

describe('a call', () => {
  test('that its caller gives up ends with the reason, and counts for nothing', async () => {
    emulator.script({ backend: 'xai', stall: 'headers', times: Infinity });
    const { model, events } = build();
    const reason = new RangeError('The user went away.');
    for (let round = 0; round < 3; round++) {
      const controller = new AbortController();
      const failing = errorOf(model.doGenerate({ ...call, abortSignal: controller.signal }));
      await expect.poll(() => submits('xai')).toBe(round + 1);
      controller.abort(reason);
      expect(await failing).toBe(reason);
    }
    expect([events, submits('civitai')]).toEqual([[], 0]);
  });

  test('that is wrong goes to nobody else', async () => {
    const { model } = build();
    const providerOptions = { xai: { resolution: '9k' } };
    const error = await errorOf(model.doGenerate({ ...call, providerOptions }));
    expect(error.message).toContain('Invalid providerOptions.xai.resolution');
    expect(emulator.requests).toEqual([]);
  });

  test('is served while a listener fails', async () => {
    emulator.script({ backend: 'xai', reset: 'after' });
    const onEvent = vi.fn<() => never>(() => {
      throw new RangeError('It listens badly.');
    });
    const { model } = build({ onEvent, on: { unknown: true } });
    expect((await model.doGenerate(call)).images).toHaveLength(1);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test('is tried all the same while every model fails, first where the time is up first', async () => {
    const pass = stopClock();
    emulator.script({ reset: 'after', times: 2 });
    const onEvent = vi.fn<(event: FallbackEvent) => void>();
    const model = fallbackModel([grok(), grok({ apiKey: 'xai-another-account' })], { onEvent });
    await errorOf(model.doGenerate(call));
    pass(1000);
    await errorOf(model.doGenerate(call));
    const { providerMetadata } = await model.doGenerate(call);

    expect(providerMetadata['grokImage']?.images).toMatchObject([{ servedBy: names.xai, tried: [] }]);
    expect(onEvent.mock.calls.map(([{ type, model: name }]) => [type, name])).toEqual([
      ['opened', names.xai],
      ['opened', `${names.xai} (2)`],
      ['closed', names.xai],
    ]);
  });

  test('is served among fifty at once, each by one model', async () => {
    const { model } = build();
    const all = await Promise.all(Array.from({ length: 50 }, () => model.doGenerate(call)));

    const served = all.map(({ providerMetadata }) => providerMetadata['grokImage']?.images[0]?.['servedBy']);
    const count = (name: string) => served.filter(server => server === name).length;
    // xAI takes five a second, and Civitai the rest.
    expect(count(names.xai)).toBeGreaterThanOrEqual(5);
    expect(count(names.civitai)).toBeGreaterThan(0);
    expect(billed().filter(backend => backend === 'xai')).toHaveLength(count(names.xai));
    expect(emulator.ledger).toHaveLength(50);
  });
});

/** An error as the providers of others throw it. */
function retryable(): Error {
  const marker = Symbol.for('vercel.ai.error');
  const ofCall = Symbol.for('vercel.ai.error.AI_APICallError');
  const error = new Error('Bad gateway');
  return Object.assign(error, { [marker]: true, [ofCall]: true, name: 'AI_APICallError', isRetryable: true });
}
