import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../../emulator.ts';
import { type Client, createClient } from '../../../test/client.ts';
import { type BatchClient, createBatchClient } from '../../../test/batches.ts';

let now = 0;
let emulator: RunningEmulator;
let client: Client;
let batches: BatchClient;

beforeEach(async () => {
  now = 1_800_000_000_000;
  emulator = await startEmulator({ now: () => now, batch: { waitMs: 1000, requestMs: 100 } });
  client = createClient(emulator.xai);
  batches = createBatchClient(client, emulator.xai);
});
afterEach(() => emulator.close());

test('a new batch is empty and lasts thirty days', async () => {
  expect(await batches.create()).toEqual({
    batch_id: expect.stringMatching(/^batch_[0-9a-f-]{36}$/),
    name: 'cats',
    create_time: '2027-01-15T08:00:00.000Z',
    expire_time: '2027-02-14T08:00:00.000Z',
    create_api_key_id: expect.stringMatching(/^key_/),
    cancel_time: null,
    cancel_by_xai_message: null,
    state: { num_requests: 0, num_pending: 0, num_success: 0, num_error: 0, num_cancelled: 0 },
    cost_breakdown: { total_cost_usd_ticks: 0, endpoint_costs: [] },
  });
});

test('requests are pending, then done one after another, at the usual price', async () => {
  const { batch_id: id } = await batches.create();
  await batches.add(id, { a: 'A cat', b: { prompt: 'A dog', n: 2 }, c: 'A fox' });
  expect((await batches.status(id)).state).toMatchObject({ num_requests: 3, num_pending: 3 });
  expect(emulator.ledger).toEqual([]);
  now += 1100;
  expect((await batches.status(id)).state).toMatchObject({ num_pending: 1, num_success: 2 });
  expect((await batches.page(id)).results).toHaveLength(2);
  now += 100;
  const { state, cost_breakdown } = await batches.status(id);
  expect(state).toMatchObject({ num_pending: 0, num_success: 3 });
  expect(cost_breakdown.total_cost_usd_ticks).toBe(800_000_000);
  expect(emulator.ledger.map(entry => entry.requestId).toSorted()).toEqual([`${id}/a`, `${id}/b`, `${id}/c`]);
  expect(emulator.ledger.reduce((sum, entry) => sum + entry.cost, 0)).toBe(800_000_000);
});

test('a result is an answer as usual, and its URLs live an hour from when it was done', async () => {
  const { batch_id: id } = await batches.create();
  await batches.add(id, { a: { prompt: 'A cat', n: 2 } });
  now += 1000;
  const result = (await batches.results(id)).get('a');
  expect(result).toEqual({
    batch_request_id: 'a',
    batch_result: {
      response: {
        image_generation: {
          data: [expect.objectContaining({ mime_type: 'image/jpeg' }), expect.anything()],
          usage: { cost_in_usd_ticks: 400_000_000 },
          model: 'grok-imagine-image',
        },
      },
    },
  });
  const response = result?.batch_result?.response;
  const url = typeof response === 'object' ? (response.image_generation.data[0]?.url ?? '') : '';
  expect((await fetch(url)).status).toBe(200);
  expect(emulator.ledger).toMatchObject([{ images: 2, delivered: 1 }]);
  now += 3_599_999;
  expect((await fetch(url)).status).toBe(200);
  now += 1;
  expect((await fetch(url)).status).toBe(404);
});

test('asked for late, a result has URLs that are dead already', async () => {
  const { batch_id: id } = await batches.create();
  await batches.add(id, { a: 'A cat' });
  now += 3_601_000;
  const response = (await batches.results(id)).get('a')?.batch_result?.response;
  const url = typeof response === 'object' ? (response.image_generation.data[0]?.url ?? '') : '';
  expect((await fetch(url)).status).toBe(404);
});

test('base64 comes in the result itself', async () => {
  const { batch_id: id } = await batches.create();
  await batches.add(id, { a: { prompt: 'A cat', response_format: 'b64_json' } });
  now += 1000;
  expect((await batches.results(id)).get('a')).toMatchObject({
    batch_result: {
      response: { image_generation: { data: [{ b64_json: expect.stringMatching(/^\/9j\//) }] } },
    },
  });
  expect(emulator.ledger).toMatchObject([{ delivered: 1 }]);
});

test('edits are in a batch, too, and answer under the same key', async () => {
  const { data } = await client.images('/images/generations', { prompt: 'A cat' });
  const { batch_id: id } = await batches.create();
  await batches.add(id, { edit: { prompt: 'Night', image: { url: data[0]?.url } }, plain: 'A dog' });
  now += 2000;
  expect((await batches.results(id)).get('edit')).toMatchObject({
    batch_result: { response: { image_generation: { usage: { cost_in_usd_ticks: 220_000_000 } } } },
  });
  expect(emulator.ledger.find(entry => entry.operation === 'edit')).toMatchObject({
    requestId: `${id}/edit`,
  });
});

test('requests can be added while others are worked on', async () => {
  const { batch_id: id } = await batches.create();
  await batches.add(id, { a: 'A cat', b: 'A dog' });
  now += 1000;
  await batches.add(id, { c: 'A fox' });
  now += 1000;
  expect((await batches.status(id)).state).toMatchObject({ num_requests: 3, num_success: 3 });
});

test('no limit counts them', async () => {
  const { batch_id: id } = await batches.create();
  const prompts = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`r${index}`, 'A cat']));
  await batches.add(id, prompts);
  now += 3000;
  expect((await batches.status(id)).state['num_success']).toBe(20);
  expect((await client.post('/images/generations', { prompt: 'A cat' })).status).toBe(200);
});

test('the list of requests is in their order, with states and times', async () => {
  const { batch_id: id } = await batches.create();
  await batches.add(id, { a: 'A cat', b: { prompt: 'A dog', model: 'nope' }, c: 'A fox' });
  now += 1200;
  const { body } = await client.get(`/batches/${id}/requests?limit=2`);
  expect(body).toMatchObject({
    batch_request_metadata: [
      {
        batch_request_id: 'a',
        endpoint: 'xai_api.Image/GenerateImage',
        model: 'grok-imagine-image',
        state: 'succeeded',
        create_time: '2027-01-15T08:00:00.000Z',
        finish_time: expect.stringMatching(/^2027-01-15T08:00:01\./),
      },
      { batch_request_id: 'b', model: 'nope', state: 'failed' },
    ],
    pagination_token: 'b',
  });
  expect((await client.get(`/batches/${id}/requests?limit=2&pagination_token=b`)).body).toMatchObject({
    batch_request_metadata: [{ batch_request_id: 'c' }],
    pagination_token: null,
  });
});

describe('cancelling', () => {
  test('keeps what is done and cancels the rest, unbilled', async () => {
    const { batch_id: id } = await batches.create();
    await batches.add(id, { a: 'A cat', b: 'A dog', c: 'A fox' });
    now += 1000;
    const { body } = await client.post(`/batches/${encodeURIComponent(id)}:cancel`, '');
    expect(body).toMatchObject({
      cancel_time: '2027-01-15T08:00:01.000Z',
      cancel_by_xai_message: null,
      state: { num_requests: 3, num_pending: 0, num_success: 1, num_error: 0, num_cancelled: 2 },
    });
    now += 10_000;
    expect((await batches.status(id)).state).toMatchObject({ num_success: 1, num_cancelled: 2 });
    expect(emulator.ledger).toHaveLength(1);
    const { results } = await batches.page(id);
    expect(results.filter(result => result.batch_result?.error === 'cancelled')).toHaveLength(2);
  });

  test('is for once: later requests are refused, later cancels change nothing', async () => {
    const { batch_id: id } = await batches.create();
    await client.post(`/batches/${id}:cancel`, '');
    now += 1000;
    expect((await client.post(`/batches/${id}:cancel`, '')).body).toMatchObject({
      cancel_time: '2027-01-15T08:00:00.000Z',
    });
    const batch_requests = [{ batch_request: { image_generation: { prompt: 'A cat' } } }];
    expect(await client.post(`/batches/${id}/requests`, { batch_requests })).toMatchObject({
      status: 400,
      body: { code: 'failed-precondition' },
    });
  });
});

describe('what is not accepted', () => {
  const request = { batch_request: { image_generation: { prompt: 'A cat' } } };

  test.each([
    ['no name', '/batches', {}, 422, 'missing field `name`'],
    ['an unknown input file', '/batches', { name: 'x', input_file_id: 'file_x' }, 404, 'does not exist'],
    ['an unknown batch', '/batches/batch_x/requests', { batch_requests: [request] }, 404, 'Batch not found'],
  ])('%s', async (_name, path, body, status, words) => {
    const reply = await client.post(path, body);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toContain(words);
  });

  test.each([
    ['no requests', [], 400, 'cannot be empty'],
    ['a request of nothing', [{}], 422, 'missing field `batch_request`'],
    ['a chat', [{ batch_request: { responses: {} } }], 422, 'unknown field `responses`'],
    [
      'an id twice',
      [
        { ...request, batch_request_id: 'a' },
        { ...request, batch_request_id: 'a' },
      ],
      400,
      'Duplicate',
    ],
  ])('%s', async (_name, batch_requests, status, words) => {
    const { batch_id: id } = await batches.create();
    const reply = await client.post(`/batches/${id}/requests`, { batch_requests });
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toContain(words);
    expect((await batches.status(id)).state['num_requests']).toBe(0);
  });

  test('a payload over 25 MB', async () => {
    const { batch_id: id } = await batches.create();
    const padding = 'x'.repeat(25_000_000);
    expect(
      (await client.post(`/batches/${id}/requests`, `{"batch_requests":[],"x":"${padding}"}`)).status,
    ).toBe(413);
  });

  test.each([
    ['DELETE', ''],
    ['PUT', ''],
    ['POST', ''],
    ['DELETE', '/requests'],
    ['POST', '/results'],
  ])('%s on a batch%s is an empty 405', async (method, path) => {
    const { batch_id: id } = await batches.create();
    const headers = { authorization: `Bearer ${emulator.xai.apiKey}` };
    const response = await fetch(`${emulator.xai.baseURL}/batches/${id}${path}`, { method, headers });
    expect([response.status, await response.text()]).toEqual([405, '']);
  });

  test('another key, or none', async () => {
    const { batch_id: id } = await batches.create();
    const stranger = createClient({ ...emulator.xai, apiKey: 'xai-somebody-else' });
    expect(await stranger.get(`/batches/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'not-found', error: 'Batch not found' },
    });
    expect((await stranger.get('/batches')).body).toEqual({ batches: [], pagination_token: null });
    expect((await client.post('/batches', { name: 'x' }, { authorization: '' })).status).toBe(401);
  });
});

test('batches are listed from the newest, page by page', async () => {
  const ids = [];
  for (const name of ['1', '2', '3']) ids.push((await batches.create({ name })).batch_id);
  const { body } = await client.get('/batches?limit=2');
  expect(body).toMatchObject({ batches: [{ name: '3' }, { name: '2' }], pagination_token: ids[1] });
  expect((await client.get(`/batches?limit=2&pagination_token=${ids[1]}`)).body).toMatchObject({
    batches: [{ name: '1' }],
    pagination_token: null,
  });
  expect((await client.get('/batches?pagination_token=x')).status).toBe(400);
});
