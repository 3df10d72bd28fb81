import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Access, createEmulator, type Emulator, startEmulator } from './emulator.ts';
import type { Fault } from './faults/faults.ts';
import { handlers } from './msw.ts';
import { type Client, createClient } from '../test/client.ts';

const generations = '/images/generations';
const body = { prompt: 'A cat in a tree' };

/** One way into an emulator, opened for a group of tests. */
interface Door {
  readonly emulator: Emulator;
  readonly access: Access;
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void> | void;
}

const options = { rateLimit: false } as const;

const doors: Record<string, () => Promise<Door>> = {
  async server() {
    const emulator = await startEmulator(options);
    return { emulator, access: emulator.xai, fetch: globalThis.fetch, close: emulator.close };
  },
  async 'in-process fetch'() {
    const emulator = createEmulator(options);
    return { emulator, access: emulator.xai, fetch: emulator.fetch, close: () => undefined };
  },
  async MSW() {
    const emulator = createEmulator(options);
    const server = setupServer(...handlers(emulator));
    server.listen();
    return { emulator, access: emulator.xai, fetch: globalThis.fetch, close: () => server.close() };
  },
};

describe.each(Object.keys(doors))('through the %s', name => {
  let door: Door;
  let client: Client;

  beforeAll(async () => {
    const open = doors[name];
    if (open === undefined) throw new RangeError(name);
    door = await open();
    client = createClient(door.access, door.fetch);
  });
  beforeEach(() => door.emulator.reset());
  afterAll(() => door.close());

  const submit = (signal?: AbortSignal): Promise<Response> =>
    door.fetch(`${door.access.baseURL}${generations}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${door.access.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });

  test('images are made and can be fetched', async () => {
    const { data } = await client.images(generations, body);
    const response = await door.fetch(data[0]?.url ?? '');
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    expect(door.emulator.ledger).toMatchObject([{ delivered: 1 }]);
  });

  test.each<[string, Fault, number]>([
    ['a reset before the request is accepted bills nothing', { reset: 'before' }, 0],
    ['a reset after it is accepted bills', { reset: 'after' }, 1],
    ['an unreachable host bills nothing', { unreachable: 'refused' }, 0],
  ])('%s', async (_name, fault, billed) => {
    door.emulator.script(fault);
    await expect(submit()).rejects.toThrow(TypeError);
    expect(door.emulator.ledger).toHaveLength(billed);
    expect(door.emulator.requests).toHaveLength(1);
    expect((await submit()).status).toBe(200);
  });

  test('a cut body fails after the headers', async () => {
    door.emulator.script({ cut: 0.5 });
    const response = await submit();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(door.emulator.ledger).toHaveLength(1);
  });

  test.each(['headers', 'body'] as const)(
    'a stall of the %s lasts until the caller gives up',
    async stall => {
      door.emulator.script({ stall });
      const controller = new AbortController();
      const reading = submit(controller.signal).then(response => response.text());
      const abort = setInterval(() => {
        if (door.emulator.ledger.length > 0) controller.abort();
      }, 5);
      await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
      clearInterval(abort);
    },
  );

  test('a delay can be aborted, but the request is billed', async () => {
    door.emulator.script({ delayMs: 60_000 });
    await expect(submit(AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(door.emulator.ledger).toHaveLength(1);
  });

  test('a status has the usual body, or the scripted one, as often as it is scripted', async () => {
    door.emulator.script({ backend: 'xai', status: 429, times: 2, headers: { 'retry-after': '3' } });
    door.emulator.script({ status: 418, body: { error: 'teapot' } });
    const limited = await client.post(generations, body);
    expect(limited).toMatchObject({ status: 429, body: { code: 'resource-exhausted' } });
    expect(limited.headers.get('retry-after')).toBe('3');
    expect(await client.post(generations, body)).toMatchObject({ status: 429 });
    expect(await client.post(generations, body)).toMatchObject({ status: 418, body: { error: 'teapot' } });
    expect(await client.post(generations, body)).toMatchObject({ status: 200 });
    expect(door.emulator.ledger).toHaveLength(1);
  });

  test('an answer can be replaced after it was billed', async () => {
    door.emulator.script({
      answer: { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } },
    });
    expect(await client.post(generations, body)).toMatchObject({ status: 502, body: '<html>' });
    expect(door.emulator.ledger).toMatchObject([{ images: 1, delivered: 0 }]);
  });
});

describe('a fault', () => {
  const emulator = createEmulator(options);
  const client = createClient(emulator.xai, emulator.fetch);
  afterEach(() => emulator.reset());

  test('applies to the requests that its filter names', async () => {
    emulator.script({ status: 503, on: 'content' });
    emulator.script({ status: 500, path: '/models', method: 'GET' });
    emulator.script({ status: 504, match: request => request.headers['x-test'] === 'yes' });
    const { data } = await client.images(generations, body);
    expect((await emulator.fetch(data[0]?.url ?? '')).status).toBe(503);
    expect((await client.get('/models')).status).toBe(500);
    expect((await client.post(generations, body, { 'x-test': 'yes' })).status).toBe(504);
  });

  test('can skip requests first, and can be taken back', async () => {
    const fault = emulator.script({ status: 500, after: 1, times: Infinity });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await client.get('/models')).status);
    expect(statuses).toEqual([200, 500, 500]);
    expect(fault.remaining).toBe(Infinity);
    fault.cancel();
    expect(fault.remaining).toBe(0);
    expect((await client.get('/models')).status).toBe(200);
  });

  test('can drop images that were billed', async () => {
    emulator.script({ dropImages: 1 });
    expect((await client.images(generations, { ...body, n: 3 })).data).toHaveLength(2);
    expect(emulator.ledger).toMatchObject([{ images: 3 }]);
  });

  test('can let one image URL expire', async () => {
    const { data } = await client.images(generations, { ...body, n: 2 });
    emulator.script({ expire: true });
    const statuses = [];
    for (const index of [0, 0, 1]) statuses.push((await emulator.fetch(data[index]?.url ?? '')).status);
    expect(statuses).toEqual([404, 404, 200]);
  });

  test.each<[Fault & { malform: string }, RegExp]>([
    [{ malform: 'empty' }, /^$/],
    [{ malform: 'html' }, /^<!doctype html>/],
    [{ malform: 'truncated' }, /^\{"data":\[\{"url":"[^}]*$/],
    [{ malform: 'wrong-types' }, /"data":"a string"/],
    [{ malform: 'polluted' }, /^\{"__proto__":\{"polluted":true\}.*"data":\[\{/],
    [{ malform: 'null-data' }, /"data":null.*"usage"/],
    [{ malform: 'no-data' }, /"data":\[\].*"usage"/],
    [{ malform: 'bare-items' }, /"data":\[\{\}\].*"usage"/],
    [{ malform: 'svg' }, /^<svg/],
    [{ malform: 'mp4' }, /ftypmp42/],
  ])('can spoil an answer that was billed: %o', async (fault, pattern) => {
    emulator.script(fault);
    const response = await emulator.fetch(`${emulator.xai.baseURL}${generations}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.xai.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(await response.text()).toMatch(pattern);
    expect(emulator.ledger).toHaveLength(1);
  });

  test('can change the JSON of an answer', async () => {
    emulator.script({ edit: () => ({ data: [{ b64_json: 'data:image/png;base64,AAAA' }] }) });
    expect((await client.post(generations, body)).body).toEqual({
      data: [{ b64_json: 'data:image/png;base64,AAAA' }],
    });
  });
});
