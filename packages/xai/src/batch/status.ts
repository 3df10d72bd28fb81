import { fieldsOf, textOf } from '@grok-image/core';
import { ticksOf, ticksToUsd } from '../service/cost.ts';
import { countOf } from '../service/count.ts';
import { demand } from '../demand.ts';
import { toPage, type Page } from '../service/page.ts';
import type { XaiBatchRequestState, XaiBatchStatus } from './api.ts';

export function readBatchPage(json: unknown): Page<XaiBatchStatus> {
  return toPage(json, 'batches', readBatch);
}

export function readRequestPage(json: unknown): Page<XaiBatchRequestState> {
  return toPage(json, 'batch_request_metadata', readRequest);
}

/**
 * Reads a batch as the Batch API shows it.
 *
 * @throws TypeError when it has no id
 */
export function readBatch(json: unknown): XaiBatchStatus {
  const batch = fieldsOf(json);
  const state = fieldsOf(batch['state']);
  const { total_cost_usd_ticks: ticks } = fieldsOf(batch['cost_breakdown']);
  const costTicks = ticksOf(ticks);
  const total = countOf(state['num_requests']) ?? 0;
  const known = {
    id: demand('batch_id', textOf(batch['batch_id'])),
    name: textOf(batch['name']),
    counts: {
      total,
      // Taken for none, an odd number would end the batch early.
      pending: countOf(state['num_pending'] ?? 0) ?? total,
      succeeded: countOf(state['num_success']) ?? 0,
      failed: countOf(state['num_error']) ?? 0,
      cancelled: countOf(state['num_cancelled']) ?? 0,
    },
    createdAt: textOf(batch['create_time']),
    expiresAt: textOf(batch['expire_time']),
    cancelledAt: textOf(batch['cancel_time']),
    cancelReason: textOf(batch['cancel_by_xai_message']),
    inputFileId: textOf(batch['input_file_id']),
    costUsd: costTicks === undefined ? undefined : ticksToUsd(costTicks),
    costTicks,
  };
  const status = statusOf(known);
  // What was started before it was cancelled may still be on its way.
  const isFinished = status === 'cancelled' ? known.counts.pending === 0 : status !== 'pending';
  return { ...known, status, isFinished };
}

/** Without its id, a request would be taken for one that is missing, and sent again. */
function readRequest(json: unknown): XaiBatchRequestState {
  const { batch_request_id: id, state, model } = fieldsOf(json);
  return {
    id: demand('batch_request_id', textOf(id)),
    state: textOf(state) ?? 'unknown',
    model: textOf(model),
  };
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
