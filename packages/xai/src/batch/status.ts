import { orElse } from '@grok-image/core';
import * as z from 'zod/v4-mini';
import { ticksToUsd } from '../cost.ts';
import type { XaiBatchRequestState, XaiBatchStatus } from './api.ts';

const text = orElse(z.optional(z.string()), undefined);
const count = orElse(z.number().check(z.gte(0)), 0);
const ticks = orElse(z.optional(z.int().check(z.gte(0))), undefined);

const batchSchema = z.object({
  batch_id: z.string().check(z.minLength(1)),
  name: text,
  create_time: text,
  expire_time: text,
  cancel_time: text,
  cancel_by_xai_message: text,
  input_file_id: text,
  state: orElse(
    z.object({
      num_requests: count,
      num_pending: count,
      num_success: count,
      num_error: count,
      num_cancelled: count,
    }),
    { num_requests: 0, num_pending: 0, num_success: 0, num_error: 0, num_cancelled: 0 },
  ),
  cost_breakdown: orElse(z.object({ total_cost_usd_ticks: ticks }), {}),
});
const batchPageSchema = z.object({ batches: z.array(batchSchema), pagination_token: text });
const requestPageSchema = z.object({
  batch_request_metadata: z.array(
    z.object({ batch_request_id: z.string(), state: orElse(z.string(), 'unknown'), model: text }),
  ),
  pagination_token: text,
});

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of the next page; none on the last one. */
  readonly token: string | undefined;
}

/** Reads a batch as the Batch API shows it. Throws what zod throws when it has no id. */
export function readBatch(json: unknown): XaiBatchStatus {
  return toStatus(batchSchema.parse(json));
}

export function readBatchPage(json: unknown): Page<XaiBatchStatus> {
  const { batches, pagination_token: token } = batchPageSchema.parse(json);
  return { items: batches.map(toStatus), token: token || undefined };
}

export function readRequestPage(json: unknown): Page<XaiBatchRequestState> {
  const { batch_request_metadata: requests, pagination_token: token } = requestPageSchema.parse(json);
  const items = requests.map(({ batch_request_id: id, state, model }) => ({
    id,
    state,
    model: model || undefined,
  }));
  return { items, token: token || undefined };
}

function toStatus(batch: z.infer<typeof batchSchema>): XaiBatchStatus {
  const { num_requests: total, num_pending: pending } = batch.state;
  const costTicks = batch.cost_breakdown.total_cost_usd_ticks;
  const status = statusOf(batch);
  return {
    id: batch.batch_id,
    name: batch.name || undefined,
    status,
    counts: {
      total,
      pending,
      succeeded: batch.state.num_success,
      failed: batch.state.num_error,
      cancelled: batch.state.num_cancelled,
    },
    // What was started before it was cancelled may still be on its way.
    isFinished: status === 'cancelled' ? pending === 0 : status !== 'pending',
    createdAt: batch.create_time || undefined,
    expiresAt: batch.expire_time || undefined,
    cancelledAt: batch.cancel_time || undefined,
    cancelReason: batch.cancel_by_xai_message || undefined,
    inputFileId: batch.input_file_id || undefined,
    costUsd: costTicks === undefined ? undefined : ticksToUsd(costTicks),
    costTicks,
  };
}

function statusOf(batch: z.infer<typeof batchSchema>): XaiBatchStatus['status'] {
  const { num_requests: total, num_pending: pending } = batch.state;
  if (batch.cancel_time || batch.cancel_by_xai_message) return 'cancelled';
  // Without requests, it is one that nothing was added to yet, or whose file is being loaded.
  if (total > 0 && pending === 0) return 'done';
  return Date.parse(batch.expire_time ?? '') <= Date.now() ? 'expired' : 'pending';
}
