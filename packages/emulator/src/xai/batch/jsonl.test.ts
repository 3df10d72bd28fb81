import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../../emulator.ts';
import { type Client, createClient } from '../../../test/client.ts';
import { type BatchClient, createBatchClient } from '../../../test/batches.ts';

const generation = { method: 'POST', url: '/v1/images/generations' };

let now = 0;
let emulator: RunningEmulator;
let client: Client;
let batches: BatchClient;

beforeEach(async () => {
  now = 1_800_000_000_000;
  emulator = await startEmulator({ now: () => now, batch: { loadMs: 1000, waitMs: 1000 } });
  client = createClient(emulator.xai);
  batches = createBatchClient(client, emulator.xai);
});
afterEach(() => emulator.close());

test('a batch has no requests until its file is loaded', async () => {
  const input_file_id = await batches.upload([
    { custom_id: 'a', ...generation, body: { prompt: 'A cat' } },
    '',
    { custom_id: 'b', ...generation, body: { prompt: 'A dog', n: 2 } },
  ]);
  const { batch_id: id, ...created } = await batches.create({ input_file_id });
  expect(created).toMatchObject({ input_file_id, state: { num_requests: 0, num_pending: 0 } });
  now += 999;
  expect((await batches.status(id)).state['num_requests']).toBe(0);
  now += 1;
  expect((await batches.status(id)).state).toMatchObject({ num_requests: 2, num_pending: 2 });
  now += 1000;
  expect((await batches.status(id)).state).toMatchObject({ num_requests: 2, num_pending: 0, num_success: 2 });
  expect(emulator.ledger.map(entry => entry.images).toSorted()).toEqual([1, 2]);
});

test('a file mixes generations and edits; an edit may use a file, too', async () => {
  const storage_options = { filename: 'cat.jpeg' };
  const { data } = await client.images('/images/generations', { prompt: 'A cat', storage_options });
  const image = { file_id: data[0]?.file_output?.['file_id'] };
  const input_file_id = await batches.upload([
    { custom_id: 'new', ...generation, body: { prompt: 'A dog' } },
    { custom_id: 'edit', method: 'POST', url: '/v1/images/edits', body: { prompt: 'Night', image } },
    { custom_id: 'chat', method: 'POST', url: '/v1/responses', body: {} },
  ]);
  const { batch_id: id } = await batches.create({ input_file_id });
  now += 2000;
  const results = await batches.results(id);
  expect(results.get('edit')).toMatchObject({ batch_result: { response: { image_generation: {} } } });
  expect(results.get('chat')).toMatchObject({
    batch_result: { error: 'Endpoint is not supported for batch processing: POST /v1/responses' },
  });
  expect((await batches.status(id)).state).toMatchObject({ num_success: 2, num_error: 1 });
});

describe('a file that cannot be read cancels its batch and says why:', () => {
  const good = { custom_id: 'a', ...generation, body: { prompt: 'A cat' } };

  test.each([
    ['no JSON', [good, '{"custom_id"'], 'Line 2 of the input file is not a request'],
    ['no id', [{ ...generation, body: {} }], 'missing field `custom_id`'],
    ['an id twice', [good, good], 'Duplicate batch_request_id: a'],
    ['nothing', [''], 'no requests'],
  ])('%s', async (_name, lines, words) => {
    const { batch_id: id } = await batches.create({ input_file_id: await batches.upload(lines) });
    now += 2000;
    const batch = await batches.status(id);
    expect(batch.cancel_by_xai_message).toContain(words);
    expect(batch).toMatchObject({ cancel_time: expect.any(String), state: { num_requests: 0 } });
    expect(emulator.ledger).toEqual([]);
  });
});

test('a batch of a file takes no further requests, and can be cancelled before it is loaded', async () => {
  const input_file_id = await batches.upload([{ custom_id: 'a', ...generation, body: { prompt: 'A cat' } }]);
  const { batch_id: id } = await batches.create({ input_file_id });
  const batch_requests = [{ batch_request: { image_generation: { prompt: 'A cat' } } }];
  expect(await client.post(`/batches/${id}/requests`, { batch_requests })).toMatchObject({
    status: 400,
    body: { code: 'failed-precondition' },
  });
  await client.post(`/batches/${id}:cancel`, '');
  now += 5000;
  expect(await batches.status(id)).toMatchObject({
    cancel_time: expect.any(String),
    state: { num_requests: 0 },
  });
});

test('results of a thousand come in another order, page by page, without gaps or repeats', async () => {
  const ids = Array.from({ length: 1000 }, (_, index) => `image-${index}`);
  const lines = ids.map(custom_id => ({ custom_id, ...generation, body: { prompt: `Cat ${custom_id}` } }));
  const { batch_id: id } = await batches.create({ input_file_id: await batches.upload(lines) });
  now += 2000;
  const seen: string[] = [];
  let token: string | null = '';
  let pages = 0;
  while (token !== null) {
    const page = await batches.page(id, `?pagination_token=${encodeURIComponent(token)}`);
    seen.push(...page.results.map(result => result.batch_request_id));
    token = page.pagination_token;
    pages += 1;
  }
  expect(pages).toBe(10);
  expect(seen).not.toEqual(ids);
  expect(new Set(seen)).toEqual(new Set(ids));
  expect(seen).toHaveLength(1000);
  expect(emulator.ledger).toHaveLength(1000);
  expect((await batches.page(id, '?limit=1000')).pagination_token).toBeNull();
});

test('an image of a batch can be stored', async () => {
  const stored = { prompt: 'A cat', storage_options: { filename: 'cat.jpeg', public_url: true } };
  const { batch_id: id } = await batches.create();
  await batches.add(id, { stored });
  now += 1000;
  expect((await batches.results(id)).get('stored')).toMatchObject({
    batch_result: {
      response: {
        image_generation: {
          data: [{ file_output: { filename: 'cat.jpeg', public_url: expect.stringContaining('/public/') } }],
        },
      },
    },
  });
});
