import { describe, expect, it } from 'vitest';
import { readBatch, readBatchPage, readRequestPage } from './status.ts';

const id = 'batch_1';

describe('a batch', () => {
  it('is read with all that it says', () => {
    expect(
      readBatch({
        batch_id: id,
        name: 'cats',
        create_time: '2026-04-18T15:58:59Z',
        expire_time: '2026-04-19T15:58:59Z',
        cancel_time: '2026-04-18T16:00:00Z',
        cancel_by_xai_message: 'Out of credits.',
        input_file_id: 'file_1',
        state: { num_requests: 9, num_pending: 0, num_success: 4, num_error: 3, num_cancelled: 2 },
        cost_breakdown: { total_cost_usd_ticks: 200_000_000 },
      }),
    ).toEqual({
      id,
      name: 'cats',
      status: 'cancelled',
      counts: { total: 9, pending: 0, succeeded: 4, failed: 3, cancelled: 2 },
      isFinished: true,
      createdAt: '2026-04-18T15:58:59Z',
      expiresAt: '2026-04-19T15:58:59Z',
      cancelledAt: '2026-04-18T16:00:00Z',
      cancelReason: 'Out of credits.',
      inputFileId: 'file_1',
      costUsd: 0.02,
      costTicks: 200_000_000,
    });
  });

  it.each([
    {},
    { name: '', state: null, cost_breakdown: 7, cancel_time: '', expire_time: 'soon' },
    { state: { num_requests: -1, num_pending: null }, cost_breakdown: { total_cost_usd_ticks: -1 } },
  ])('needs no more than an id: %j', json => {
    expect(readBatch({ batch_id: id, ...json })).toMatchObject({
      id,
      name: undefined,
      status: 'pending',
      counts: { total: 0, pending: 0, succeeded: 0, failed: 0, cancelled: 0 },
      isFinished: false,
      costUsd: undefined,
      costTicks: undefined,
    });
  });

  it.each([
    [{ state: { num_requests: 2, num_pending: 1 } }, 'pending', false],
    [{ state: { num_requests: 2, num_pending: 0 } }, 'done', true],
    [{ state: { num_requests: 2 } }, 'done', true],
    [{ state: { num_requests: '2', num_pending: '1' } }, 'pending', false],
    [{ state: { num_requests: '2', num_pending: '0' } }, 'done', true],
    [{ state: { num_requests: 2, num_pending: 'some' } }, 'pending', false],
    [{ state: { num_requests: 2, num_pending: 1 }, cancel_by_xai_message: 'No.' }, 'cancelled', false],
    [{ state: { num_requests: 2, num_pending: 1 }, expire_time: '2025-01-01T00:00:00Z' }, 'expired', true],
  ])('with %j is %s', (json, status, isFinished) => {
    expect(readBatch({ batch_id: id, ...json })).toMatchObject({ status, isFinished });
  });

  it.each([{ batch_id: '' }, { batch_id: 7 }, {}, [], null, 'batch_1'])('is none without an id: %j', json => {
    expect(() => readBatch(json)).toThrow(new TypeError('batch_id is not as documented'));
    expect(readBatchPage({ batches: [json, { batch_id: id }] }).items).toMatchObject([{ id }]);
  });
});

describe('a request in the list of a batch', () => {
  it('needs no more than an id', () => {
    const requests = [
      { batch_request_id: 'a', state: 'succeeded', model: 'm' },
      { batch_request_id: 'b', state: 7 },
    ];
    expect(readRequestPage({ batch_request_metadata: requests }).items).toEqual([
      { id: 'a', state: 'succeeded', model: 'm' },
      { id: 'b', state: 'unknown' },
    ]);
  });

  it('without an id is not passed over, as it would be sent again', () => {
    const requests = [{ batch_request_id: 'a' }, { id: 'b' }];
    expect(() => readRequestPage({ batch_request_metadata: requests })).toThrow(
      new TypeError('batch_request_id is not as documented'),
    );
  });
});
