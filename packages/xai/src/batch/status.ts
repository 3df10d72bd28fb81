import { lenient, textField } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { ticksToUsd } from '../service/cost.ts';
import { parseDocumented } from '../service/documented.ts';
import { countField, countSchema, ticksField } from '../service/fields.ts';
import { orNothing, toPage, type Page } from '../service/page.ts';
import type { XaiBatchRequestState, XaiBatchStatus } from './api.ts';

/** One batch that cannot be read must not hide the others, among which one may be looked for. */
export function readBatchPage(json: unknown): Page<XaiBatchStatus> {
  return toPage(json, 'batches', orNothing(readBatch));
}

export function readRequestPage(json: unknown): Page<XaiBatchRequestState> {
  return toPage(json, 'batch_request_metadata', readRequest);
}

const batchSchema = lazy(() =>
  z.object({
    batch_id: z.string().min(1),
    name: textField(),
    state: lenient(
      z.object({
        num_requests: countField(),
        num_pending: countSchema()
          .nullish()
          .transform((count): number | undefined => count ?? 0)
          .catch(undefined),
        num_success: countField(),
        num_error: countField(),
        num_cancelled: countField(),
      }),
    ),
    cost_breakdown: lenient(z.object({ total_cost_usd_ticks: ticksField() })),
    create_time: textField(),
    expire_time: textField(),
    cancel_time: textField(),
    cancel_by_xai_message: textField(),
    input_file_id: textField(),
  }),
);

/** Without its id, a request would be taken for one that is missing, and sent again. */
const requestSchema = lazy(() =>
  z.object({ batch_request_id: z.string().min(1), state: textField(), model: textField() }),
);

/**
 * Reads a batch as the Batch API shows it.
 *
 * @throws TypeError when it has no id
 */
export function readBatch(json: unknown): XaiBatchStatus {
  const batch = parseDocumented(batchSchema(), json);
  const { state } = batch;
  const costTicks = batch.cost_breakdown?.total_cost_usd_ticks;
  const total = state?.num_requests ?? 0;
  const known = {
    id: batch.batch_id,
    name: batch.name,
    counts: {
      total,
      // Taken for none, an odd number would end the batch early.
      pending: state?.num_pending ?? total,
      succeeded: state?.num_success ?? 0,
      failed: state?.num_error ?? 0,
      cancelled: state?.num_cancelled ?? 0,
    },
    createdAt: batch.create_time,
    expiresAt: batch.expire_time,
    cancelledAt: batch.cancel_time,
    cancelReason: batch.cancel_by_xai_message,
    inputFileId: batch.input_file_id,
    costUsd: costTicks === undefined ? undefined : ticksToUsd(costTicks),
    costTicks,
  };
  const status = statusOf(known);
  // What was started before it was cancelled may still be on its way.
  const isFinished = status === 'cancelled' ? known.counts.pending === 0 : status !== 'pending';
  return { ...known, status, isFinished };
}

function readRequest(json: unknown): XaiBatchRequestState {
  const { batch_request_id: id, state = 'unknown', model } = parseDocumented(requestSchema(), json);
  return { id, state, model };
}

function statusOf({
  counts: { total, pending },
  cancelledAt,
  cancelReason,
  expiresAt = '',
}: Omit<XaiBatchStatus, 'status' | 'isFinished'>): XaiBatchStatus['status'] {
  if (cancelledAt ?? cancelReason) return 'cancelled';
  // Without requests, it is one that nothing was added to yet, or whose file is being loaded.
  if (total > 0 && pending === 0) return 'done';
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : 'pending';
}
