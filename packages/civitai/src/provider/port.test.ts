import { recoveryPortOf, type ImageModelV4 } from '@grok-image/core';
import { createEmulator, startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCivitai, type CivitaiProgress } from '../index.ts';
import { call } from '../test/call.ts';

let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ pictures: 'plain' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const image = () => createCivitai(emulator.civitai).image('grok-imagine-image');

function portOf(model: ImageModelV4) {
  const port = recoveryPortOf<ImageModelV4, Awaited<ReturnType<ImageModelV4['doGenerate']>>>(model);
  if (port === undefined) throw new TypeError('The model has no port.');
  return port;
}

describe('start', () => {
  test('submits, and gives at once what collects the images', async () => {
    emulator.civitai.configure({ stepMs: 50 });
    const { resume, images, warnings } = await image().start({ prompt: 'A cat in a tree', n: 5 });
    expect({ images, warnings }).toEqual({ images: [], warnings: [] });
    expect(resume).toEqual({ workflowId: emulator.civitai.workflows()[0]?.id });

    const collected = await image().doGenerate({
      ...call,
      n: 5,
      providerOptions: { civitai: { ...resume } },
    });
    expect(collected.images).toHaveLength(5);
    expect(emulator.ledger.map(({ images: billed }) => billed)).toEqual([5]);
  });

  test('of what the service does not keep is refused before anything is sent', async () => {
    const options = { prompt: 'A cat', providerOptions: { civitai: { ephemeral: true } } };
    await expect(image().start(options)).rejects.toThrow('providerOptions.civitai.ephemeral');
    expect(emulator.requests).toEqual([]);
  });
});

describe('the port', () => {
  test('says who is asked, without the key', async () => {
    const [one, same, other] = await Promise.all(
      ['civ-key-1', 'civ-key-1', 'civ-key-2'].map(apiKey =>
        portOf(createCivitai({ ...emulator.civitai, apiKey }).image('grok-imagine-image')).identify(),
      ),
    );
    expect(one).toEqual({
      service: 'Civitai',
      baseURL: emulator.civitai.baseURL,
      modelId: 'grok-imagine-image',
      account: expect.stringMatching(/^[\da-f]{16}$/),
    });
    expect(same).toEqual(one);
    expect(other?.account).not.toBe(one?.account);
  });

  test('prices a call without paying', async () => {
    const { price } = portOf(image());
    expect(await price({ ...call, n: 4 })).toEqual({ buzz: 104 });
    expect(emulator.ledger).toEqual([]);
  });

  test('finds what was started, by its id and by its key, and what never was', async () => {
    const { find } = portOf(image());
    const options = { civitai: { externalId: 'job-7' } };
    const { resume } = await image().start({ prompt: 'A cat', providerOptions: options });
    if (resume === undefined) throw new TypeError('Nothing was started.');

    await image().doGenerate({ ...call, providerOptions: { civitai: { ...resume } } });
    expect(await find(resume)).toEqual({ state: 'done', resume, cost: { buzz: 26 } });
    expect(await find({ externalId: 'job-7' })).toMatchObject({ state: 'done', resume });
    expect(await find({ externalId: 'job-8' })).toEqual({ state: 'absent' });
    expect(await find({ workflowId: 'never' })).toEqual({ state: 'absent' });
  });

  test('collects what was started, and pays nothing', async () => {
    const { resume } = await image().start({ prompt: 'A cat', n: 2 });
    if (resume === undefined) throw new TypeError('Nothing was started.');
    expect((await portOf(image()).collect(resume, { n: 2 })).images).toHaveLength(2);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('makes the same model with other habits', async () => {
    const seen: CivitaiProgress['status'][] = [];
    const limited: string[] = [];
    const model = portOf(image()).with({
      onProgress: ({ status }) => seen.push(status),
      rateLimit: async (send, { modelId }) => {
        limited.push(modelId);
        return send();
      },
    });
    await model.doGenerate(call);
    expect(limited).toEqual(['grok-imagine-image']);
    expect(seen[0]).toBe('submitting');
    expect(portOf(model).capabilities).toMatchObject({ isKeyed: true, currency: 'buzz', maxFiles: 3 });
  });

  test('counts with the limiter of its model, whatever else changes', async () => {
    const limited = createCivitai(emulator.civitai).image('grok-imagine-image', {
      rateLimit: { perMinute: 1, maxWaitMs: 1 },
    });
    const { with: change } = portOf(limited);
    await change({}).doGenerate(call);
    await expect(change({}).doGenerate(call)).rejects.toThrow(/maxWaitMs/);
    await change({ rateLimit: false }).doGenerate(call);
    expect(emulator.ledger).toHaveLength(2);
  });

  test('refuses a bucket by name, as Civitai writes into none', () => {
    const { with: change } = portOf(image());
    expect(() => change({ uploadTo: [] })).toThrow(/uploadTo cannot be kept.*Nothing was sent\./);
    const misspelt: object = { onProgres: () => undefined };
    expect(() => change(misspelt)).toThrow('onProgress');
  });
});

test('two hundred calls at once that meet a limit of ten a second all come, and each is billed once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const limited = createEmulator({ pictures: 'plain', now: () => Date.now() });
  limited.civitai.configure({ submitsPerSecond: 10 });
  const model = createCivitai({ ...limited.civitai, fetch: limited.fetch }).image('grok-imagine-image');
  const state = { isPending: true };
  const calls = Array.from({ length: 200 }, async () => model.doGenerate(call));
  const made = Promise.all(calls).finally(() => {
    state.isPending = false;
  });
  while (state.isPending) {
    for (let turn = 0; turn < 30; turn++) await new Promise(resolve => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect((await made).flatMap(({ images }) => images)).toHaveLength(200);
  expect(limited.ledger).toHaveLength(200);
  const submits = limited.requests.filter(({ method }) => method === 'POST');
  expect(submits.filter(({ status }) => status === 429).length).toBeGreaterThan(100);
  expect(submits.length).toBeLessThan(500);
});
