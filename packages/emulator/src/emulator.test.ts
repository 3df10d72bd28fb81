import { expect, test } from 'vitest';
import { createEmulator, startEmulator } from './emulator.ts';
import { createClient } from '../test/client.ts';

const generations = '/images/generations';
const body = { prompt: 'A cat in a tree' };

test('an emulator without a socket has the base URL and the image host of the real service', async () => {
  const emulator = createEmulator();
  expect(emulator.xai).toEqual({ baseURL: 'https://api.x.ai/v1', apiKey: expect.stringMatching(/^xai-/) });
  const { data } = await createClient(emulator.xai, emulator.fetch).images(generations, body);
  expect(data[0]?.url).toMatch(/^https:\/\/imgen\.x\.ai\/xai-imgen\/xai-tmp-imgen-/);
});

test('a started emulator answers in process too, for both kinds of URL', async () => {
  const emulator = await startEmulator();
  const real = createClient({ ...emulator.xai, baseURL: 'https://api.x.ai/v1' }, emulator.fetch);
  expect((await real.images(generations, body)).data[0]?.url).toContain('https://imgen.x.ai/');
  const local = createClient(emulator.xai, emulator.fetch);
  expect((await local.images(generations, body)).data[0]?.url).toContain(`${emulator.url}/xai/`);
  await emulator.close();
});

test('in-process fetch reaches no other host', async () => {
  const { fetch } = createEmulator();
  await expect(fetch('https://example.com/')).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } });
});

test('in-process fetch rejects with the caller’s reason, before and between the bytes', async () => {
  const emulator = createEmulator();
  const reason = new RangeError('enough');
  await expect(
    emulator.fetch('https://api.x.ai/v1/models', { signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);
  expect(emulator.requests).toEqual([]);
  const { data } = await createClient(emulator.xai, emulator.fetch).images(generations, body);
  const controller = new AbortController();
  const response = await emulator.fetch(data[0]?.url ?? '', { signal: controller.signal });
  controller.abort(reason);
  await expect(response.arrayBuffer()).rejects.toBe(reason);
});

test('the documented limit is five requests a second and 300 a minute for a key and a model', async () => {
  let now = 1_800_000_000_000;
  const emulator = createEmulator({ now: () => now });
  const client = createClient(emulator.xai, emulator.fetch);
  const burst = async (count: number, model = 'grok-imagine-image'): Promise<number[]> => {
    const statuses = [];
    for (let sent = 0; sent < count; sent += 1) {
      statuses.push((await client.post(generations, { ...body, model })).status);
    }
    return statuses;
  };
  expect(await burst(6)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(await burst(1, 'grok-imagine-image-2.0')).toEqual([200]);
  const limited = await client.post(generations, body);
  expect(limited.headers.get('retry-after')).toBe('1');
  expect(limited.body).toMatchObject({
    code: 'resource-exhausted',
    error: expect.stringMatching(
      /^Too many requests for team [0-9a-f-]{36} and model grok-imagine-image\. .* Requests per Second \(actual\/limit\): 6\/5\./,
    ),
  });
  const other = createClient({ ...emulator.xai, apiKey: 'xai-other' }, emulator.fetch);
  expect((await other.post(generations, body)).status).toBe(200);
  now += 1000;
  expect(await burst(6)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(emulator.ledger).toHaveLength(12);
});

test('a limit per minute outlasts the second', async () => {
  let now = 1_800_000_000_000;
  const emulator = createEmulator({ now: () => now, rateLimit: { perMinute: 2 } });
  const client = createClient(emulator.xai, emulator.fetch);
  await client.images(generations, body);
  await client.images(generations, body);
  now += 1000;
  const limited = await client.post(generations, body);
  expect(limited.headers.get('retry-after')).toBe('29');
  expect(limited.body).toMatchObject({
    error: expect.stringContaining('Requests per Minute (actual/limit): 3/2'),
  });
});

test('reset forgets everything, in the same arrays', async () => {
  const emulator = createEmulator({ rateLimit: { perSecond: 1 } });
  const client = createClient(emulator.xai, emulator.fetch);
  const { ledger, requests } = emulator;
  const { data } = await client.images(generations, body);
  emulator.script({ status: 500, times: Infinity, on: 'any' });
  emulator.reset();
  expect([ledger, requests]).toEqual([[], []]);
  expect((await emulator.fetch(data[0]?.url ?? '')).status).toBe(404);
  await client.images(generations, body);
  expect(ledger).toHaveLength(1);
});

test('a seed makes ids repeatable', async () => {
  const ids = await Promise.all(
    [1, 1, 2].map(async seed => {
      const emulator = createEmulator({ seed });
      return (await createClient(emulator.xai, emulator.fetch).images(generations, body)).data[0]?.url;
    }),
  );
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
});

test('a port that is taken is an error that says what to do', async () => {
  const emulator = await startEmulator();
  const port = Number(new URL(emulator.url).port);
  await expect(startEmulator({ port })).rejects.toThrow(
    /^Failed to start the emulator on 127\.0\.0\.1:\d+: .*EADDRINUSE.*\. Pass `port: 0` to get a free port\.$/,
  );
  await emulator.close();
});

test('closing does not wait for what is under way', async () => {
  const emulator = await startEmulator({ latencyMs: 60_000 });
  const outcome = createClient(emulator.xai)
    .post(generations, body)
    .catch((error: unknown) => error);
  while (emulator.ledger.length === 0) await new Promise(resolve => setImmediate(resolve));
  await emulator.close();
  expect(await outcome).toMatchObject({ message: 'fetch failed' });
});

test('an equal request gets other pictures where the emulator is told so, and the same without', async () => {
  for (const freshPictures of [true, false]) {
    const emulator = createEmulator({ pictures: 'plain', freshPictures });
    const ask = async () => {
      const response = await emulator.fetch('https://api.x.ai/v1/images/generations', {
        method: 'POST',
        headers: { authorization: `Bearer ${emulator.xai.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'grok-imagine-image', prompt: 'A cat', response_format: 'b64_json' }),
      });
      return response.text().then(text => /"b64_json":"([^"]+)/.exec(text)?.[1]);
    };
    const [first, second] = [await ask(), await ask()];
    expect(first).toMatch(/^[A-Za-z0-9+/]{100}/);
    expect(first === second).toBe(!freshPictures);
  }
});
