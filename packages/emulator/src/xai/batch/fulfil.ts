import { type BatchErrorShape, batchErrorShapes } from '../../faults/faults.ts';
import { Refusal } from '../../world/refusal.ts';
import { bill, make } from '../make.ts';
import { moderateByWord, moderationMessage } from '../moderation.ts';
import type { Service } from '../service.ts';
import { formatOf } from '../submit.ts';
import { checkOrder } from '../validate.ts';
import type { Batch, BatchItem, BatchOutcome } from './batch.ts';

/** Of google.rpc.Code, by the status that the same error has outside a batch. */
const codes: Readonly<Record<number, number>> = { 400: 3, 403: 7, 404: 5, 422: 3, 429: 8 };
const internalCode = 13;

/** Works on one request of a batch: checks it, bills it at the usual price and makes its images. */
export async function fulfil(service: Service, batch: Batch, item: BatchItem): Promise<BatchOutcome> {
  const { errorShape: shape } = service.world.options.batch;
  const { id, content, isEdit, readyAt: finishedAt, site } = item;
  if (content === undefined) return cancelled(shape);
  if ('problem' in content) return failure(shape, 3, content.problem);
  const { body } = content;
  // A word such as `#batch-string` in a prompt decides how its result looks.
  const wanted = item.wanted ?? batchErrorShapes.find(each => body.prompt.includes(`#batch-${each}`));
  if (wanted === 'cancelled') return cancelled('status');
  // The sentence is that of a test in xai-sdk-ts (test/batches.test.ts, 2026). Nothing is made, nothing is billed.
  if (wanted !== undefined && wanted !== 'unknown')
    return failure(wanted, 3, 'Model is not supported for batch processing');
  try {
    const order = checkOrder(service, { account: batch.account, body, isEdit });
    const billed = await bill(service, order, { requestId: `${batch.id}/${id}`, site }, moderateByWord);
    const { moderation, cost } = billed;
    if (moderation?.refusal !== undefined)
      return { ...failure(shape, moderation.refusal.batchCode, moderationMessage), cost };
    const made = await make(service, billed, { finishedAt });
    if (wanted === 'unknown')
      return { state: 'succeeded', cost, ...shown({ batch_result: { response: 'unknown' } }) };
    const format = formatOf(order);
    return {
      state: 'succeeded',
      cost,
      // Edits have this key, too.
      show: async asker => ({
        batch_result: { response: { image_generation: await made.show(asker, format) } },
      }),
      delivered: () => (format === 'b64_json' ? made.delivered() : undefined),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return failure(shape, codes[error.status] ?? internalCode, error.reason);
  }
}

export function cancelled(shape: BatchErrorShape): BatchOutcome {
  return { ...failure(shape, 1, 'cancelled'), state: 'cancelled' };
}

function failure(shape: BatchErrorShape, code: number, message: string): BatchOutcome {
  const error = shape === 'string' ? message : { code, message };
  const result = shape === 'message' ? { error_message: message } : { batch_result: { error } };
  return { state: 'failed', cost: 0, ...shown(result) };
}

/** A result that is the same for everybody, and has no picture. */
function shown(result: object): Pick<BatchOutcome, 'show' | 'delivered'> {
  return { show: async () => result, delivered: () => undefined };
}
