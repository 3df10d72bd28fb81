import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type RunningEmulator, startEmulator } from '../../emulator.ts';
import type { BatchErrorShape } from '../../faults/faults.ts';
import { createClient } from '../../../test/client.ts';
import { type BatchClient, createBatchClient } from '../../../test/batches.ts';

const message = 'Model is not supported for batch processing';
const shapes: readonly (readonly [BatchErrorShape, object, string, number])[] = [
  ['string', { batch_result: { error: message } }, 'num_error', 0],
  ['status', { batch_result: { error: { code: 3, message } } }, 'num_error', 0],
  ['message', { error_message: message }, 'num_error', 0],
  ['cancelled', { batch_result: { error: { code: 1, message: 'cancelled' } } }, 'num_cancelled', 0],
  ['unknown', { batch_result: { response: 'unknown' } }, 'num_success', 1],
];

let emulator: RunningEmulator;
let batches: BatchClient;

beforeAll(async () => {
  emulator = await startEmulator({ batch: { waitMs: 0, loadMs: 0 } });
  batches = createBatchClient(createClient(emulator.xai), emulator.xai);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe.each(shapes)('the shape “%s”', (shape, result, count, billed) => {
  test('comes by a word in the prompt', async () => {
    const { batch_id: id } = await batches.create();
    await batches.add(id, { a: `A cat #batch-${shape}` });
    expect((await batches.results(id)).get('a')).toEqual({ batch_request_id: 'a', ...result });
    expect((await batches.status(id)).state).toMatchObject({ num_requests: 1, num_pending: 0, [count]: 1 });
    expect(emulator.ledger).toHaveLength(billed);
  });

  test('comes by a script, for all or for some', async () => {
    emulator.script({ batchError: shape, ids: ['b'], path: '/requests' });
    const { batch_id: id } = await batches.create();
    await batches.add(id, { a: 'A cat', b: 'A dog' });
    const results = await batches.results(id);
    expect(results.get('a')).toMatchObject({ batch_result: { response: { image_generation: {} } } });
    expect(results.get('b')).toEqual({ batch_request_id: 'b', ...result });
    emulator.script({ batchError: shape });
    const input_file_id = await batches.upload([
      { custom_id: 'c', method: 'POST', url: '/v1/images/generations', body: { prompt: 'A fox' } },
    ]);
    const { batch_id: fileBatch } = await batches.create({ input_file_id });
    expect((await batches.results(fileBatch)).get('c')).toEqual({ batch_request_id: 'c', ...result });
  });
});

test('of requests with no end between them, the first is done and the others wait', async () => {
  const slow = await startEmulator({ batch: { waitMs: 0, requestMs: Infinity } });
  onTestFinished(() => slow.close());
  const client = createClient(slow.xai);
  const asked = createBatchClient(client, slow.xai);
  const { batch_id: id } = await asked.create();
  await asked.add(id, { a: 'A cat', b: 'A dog' });
  expect((await asked.status(id)).state).toMatchObject({ num_success: 1, num_pending: 1 });
  expect((await client.get(`/batches/${id}/requests`)).status).toBe(200);
});

describe('a request that is wrong fails alone, unbilled:', () => {
  test.each([
    ['an unknown model', { model: 'nope' }, 'The model nope does not exist'],
    ['n beyond ten', { n: 11 }, 'must be between 1 and 10'],
    ['a wrong type', { n: 'two' }, 'n: invalid type'],
    ['an unknown ratio', { aspect_ratio: '7:1' }, 'unknown variant `7:1`'],
    ['an argument of others', { size: '1024x1024' }, 'Argument not supported: size'],
    ['an empty prompt', { prompt: ' ' }, 'Prompt cannot be empty.'],
    [
      'a source that is none',
      { image: { url: 'data:image/png;base64,AAAA' } },
      'Unsupported or invalid image',
    ],
  ])('%s', async (_name, fields, words) => {
    const { batch_id: id } = await batches.create();
    await batches.add(id, { good: 'A cat', bad: { prompt: 'A dog', ...fields } });
    expect((await batches.results(id)).get('bad')).toEqual({
      batch_request_id: 'bad',
      batch_result: { error: expect.stringContaining(words) },
    });
    expect((await batches.status(id)).state).toMatchObject({ num_success: 1, num_error: 1 });
    expect(emulator.ledger).toHaveLength(1);
  });
});

describe('moderation', () => {
  test('is an error of one request, billed', async () => {
    const { batch_id: id } = await batches.create();
    await batches.add(id, { a: 'A cat #refuse' });
    expect((await batches.results(id)).get('a')).toEqual({
      batch_request_id: 'a',
      batch_result: { error: 'Generated image rejected by content moderation.' },
    });
    expect(emulator.ledger).toMatchObject([{ images: 1, cost: 200_000_000, delivered: 0 }]);
    expect((await batches.status(id)).cost_breakdown.total_cost_usd_ticks).toBe(200_000_000);
  });

  test('flags single images, too', async () => {
    const { batch_id: id } = await batches.create();
    await batches.add(id, { a: { prompt: 'A cat #flag-one', n: 2 } });
    expect((await batches.results(id)).get('a')).toMatchObject({
      batch_result: {
        response: {
          image_generation: {
            data: [{ url: null, respect_moderation: false }, { respect_moderation: true }],
          },
        },
      },
    });
  });
});

test.each([
  ['status', { batch_result: { error: { code: 5, message: expect.stringContaining('nope') } } }],
  ['message', { error_message: expect.stringContaining('nope') }],
] as const)('an option writes all errors as “%s”', async (errorShape, result) => {
  const other = await startEmulator({ batch: { waitMs: 0, errorShape } });
  const own = createBatchClient(createClient(other.xai), other.xai);
  const { batch_id: id } = await own.create();
  await own.add(id, { a: { prompt: 'A cat', model: 'nope' } });
  expect((await own.results(id)).get('a')).toEqual({ batch_request_id: 'a', ...result });
  await other.close();
});
