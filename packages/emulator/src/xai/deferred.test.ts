import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../emulator.ts';
import { type Client, createClient } from '../../test/client.ts';

const generations = '/images/generations';
const prompt = 'A cat in a tree';

let now = 0;
let emulator: RunningEmulator;
let client: Client;

beforeEach(async () => {
  now = 1_800_000_000_000;
  emulator = await startEmulator({ deferredMs: 1000, urlLifetimeMs: 60_000, now: () => now });
  client = createClient(emulator.xai);
});
afterEach(() => emulator.close());

async function start(fields: object = {}): Promise<string> {
  const { body } = await client.post(generations, { prompt, deferred: true, ...fields });
  expect(body).toEqual({ request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  return typeof body === 'object' && body !== null && 'request_id' in body ? String(body.request_id) : '';
}

test('a job is pending in each of the three bodies, then done', async () => {
  const id = await start({ n: 2 });
  expect(await client.get(`/images/${id}`)).toMatchObject({
    status: 202,
    body: { request_id: id, status: 'pending' },
  });
  expect(await client.get(`/images/${id}`)).toMatchObject({ status: 202, body: '' });
  expect(await client.get(`/images/${id}`)).toMatchObject({ status: 202, body: 'pending' });
  now += 1000;
  expect(await client.get(`/images/${id}`)).toMatchObject({
    status: 200,
    body: {
      request_id: id,
      status: 'done',
      data: [{ url: expect.stringContaining('/xai-imgen/') }, { mime_type: 'image/jpeg' }],
      usage: { cost_in_usd_ticks: 400_000_000 },
    },
  });
  expect(emulator.ledger).toHaveLength(1);
});

test('asking twice gives the same images', async () => {
  const id = await start();
  now += 1000;
  expect((await client.get(`/images/${id}`)).body).toEqual((await client.get(`/images/${id}`)).body);
});

test('an unknown, a foreign and an expired job are 404', async () => {
  const id = await start();
  const unknown = { status: 404, body: { error: 'Unknown request id or the result has expired.' } };
  expect(await client.get('/images/nope')).toMatchObject(unknown);
  const stranger = createClient({ ...emulator.xai, apiKey: 'xai-somebody-else' });
  expect(await stranger.get(`/images/${id}`)).toMatchObject(unknown);
  now += 61_000;
  expect(await client.get(`/images/${id}`)).toMatchObject(unknown);
});

test('a job can end in any scripted status', async () => {
  emulator.script({ jobStatus: 'archived' });
  const id = await start();
  now += 1000;
  expect((await client.get(`/images/${id}`)).body).toEqual({ request_id: id, status: 'archived' });
});

test('images are put to the upload URLs, with their type', async () => {
  const received: string[] = [];
  const bucket = createServer((request, response) => {
    request.resume().on('end', () => {
      received.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
      response.writeHead(request.url === '/bad' ? 403 : 200).end();
    });
  });
  await new Promise<void>(resolve => {
    bucket.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${portOf(bucket.address())}`;
  const upload_urls = [`${origin}/good`, `${origin}/bad`];
  const { data } = await client.images(generations, { prompt, n: 2, output: { upload_urls } });
  bucket.close();
  expect(received.toSorted()).toEqual(['PUT /bad image/jpeg', 'PUT /good image/jpeg']);
  expect(data.map(item => item.url)).toEqual(upload_urls);
  expect(data[1]?.storage_error).toContain('403');
  expect(emulator.ledger).toMatchObject([{ images: 2, delivered: 1 }]);
});

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
