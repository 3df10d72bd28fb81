import { recoveryPortOf, type ImageModelV4 } from '@grok-image/core';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

test('calls that meet a limit of five a second all come, and each is billed once', async () => {
  emulator.civitai.configure({ submitsPerSecond: 5 });
  const made = await Promise.all(Array.from({ length: 12 }, () => image().doGenerate(call)));
  expect(made.flatMap(({ images }) => images)).toHaveLength(12);
  expect(emulator.ledger).toHaveLength(12);
  expect(emulator.requests.filter(({ method }) => method === 'POST').length).toBeGreaterThan(12);
});
