import type { Site } from '../../world/request.ts';
import { hash } from '../../world/random.ts';
import type { XaiProfile } from '../profile.ts';
import { renderAnswer } from '../render.ts';
import { type Batch, type BatchItem, type BatchOutcome, stateOf } from './batch.ts';

/** xAI keeps batches for about 30 days (measured 2026). */
const lifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** The name of an endpoint in batches, after the service and method of xai-proto. */
const endpoint = 'xai_api.Image/GenerateImage';

/** A batch as the Batch API shows it (xai-proto, batch.proto; xai-sdk-ts, test/batches.test.ts; 2026). */
export function renderBatch(batch: Batch): object {
  const items = [...batch.items.values()];
  const count = (state: string): number => items.filter(item => stateOf(item) === state).length;
  const ticks = batch.finished.reduce((sum, item) => sum + costOf(item.outcome), 0);
  const costs = { endpoint, cost_usd_ticks: ticks, request_count: batch.finished.length };
  return {
    batch_id: batch.id,
    name: batch.name,
    create_time: toTime(batch.createdAt),
    expire_time: toTime(batch.createdAt + lifetimeMs),
    create_api_key_id: `key_${hash(batch.account.apiKey).toString(16)}`,
    cancel_time: toTime(batch.cancelledAt),
    cancel_by_xai_message: batch.cancelMessage ?? null,
    input_file_id: batch.inputFileId,
    state: {
      num_requests: items.length,
      num_pending: count('pending'),
      num_success: count('succeeded'),
      num_error: count('failed'),
      num_cancelled: count('cancelled'),
    },
    cost_breakdown: { total_cost_usd_ticks: ticks, endpoint_costs: costs.request_count === 0 ? [] : [costs] },
  };
}

function costOf(outcome: BatchOutcome | undefined): number {
  if (outcome === undefined) return 0;
  return outcome.type === 'error' ? outcome.cost : outcome.made.cost;
}

/** A request as the list of requests shows it. */
export function renderMetadata(item: BatchItem): object {
  return {
    batch_request_id: item.id,
    endpoint,
    model: item.model,
    state: stateOf(item),
    create_time: toTime(item.createdAt),
    finish_time: toTime(item.finishedAt),
  };
}

/** A result, in whichever of the shapes that clients of the API know. */
export async function renderResult(
  profile: XaiProfile,
  { id, outcome }: BatchItem,
  site: Site,
): Promise<object> {
  if (outcome === undefined) return { batch_request_id: id, batch_result: null };
  switch (outcome.type) {
    case 'made': {
      const answer = await renderAnswer(profile, outcome.made, site, outcome.format);
      // Edits have this key, too.
      return { batch_request_id: id, batch_result: { response: { image_generation: answer } } };
    }
    case 'unknown':
      return { batch_request_id: id, batch_result: { response: 'unknown' } };
    case 'error': {
      const { shape, code, message } = outcome;
      if (shape === 'message') return { batch_request_id: id, error_message: message };
      return {
        batch_request_id: id,
        batch_result: { error: shape === 'string' ? message : { code, message } },
      };
    }
    default:
      return outcome satisfies never;
  }
}

function toTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
