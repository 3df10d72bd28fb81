import { type BatchErrorShape, batchErrorShapes } from '../../faults/faults.ts';
import type { ImageBody } from '../body.ts';
import { Refusal } from '../errors.ts';
import { make, renderAnswer } from '../make.ts';
import { moderateByWord, moderationMessage } from '../moderation.ts';
import type { Service } from '../service.ts';
import { loadSources } from '../sources.ts';
import { charge, costOf, formatOf, markDelivered } from '../submit.ts';
import { checkOrder, lookUpModel } from '../validate.ts';
import type { Batch, BatchItem, BatchOutcome } from './batch.ts';

/** Of google.rpc.Code, by the status that the same error has outside a batch. */
const codes: Readonly<Record<number, number>> = { 400: 3, 403: 7, 404: 5, 422: 3, 429: 8 };
const internalCode = 13;
const refusedCodes = { refuse: 7, fail: 3 } as const;

/** Works on one request of a batch: checks it, bills it at the usual price and makes its images. */
export async function fulfil(service: Service, batch: Batch, item: BatchItem): Promise<BatchOutcome> {
  const { errorShape: shape } = service.world.options.batch;
  const { content, forced } = item;
  if (content === undefined) return cancelled(shape);
  if ('problem' in content) return failure(shape, 3, content.problem);
  const { prompt } = content.body;
  // A word such as `#batch-string` in a prompt decides how its result looks.
  const wanted = forced?.batchError ?? batchErrorShapes.find(each => prompt.includes(`#batch-${each}`));
  if (wanted === 'cancelled') return cancelled('status');
  // The sentence is that of a test in xai-sdk-ts (test/batches.test.ts, 2026). Nothing is made, nothing is billed.
  if (wanted !== undefined && wanted !== 'unknown')
    return failure(wanted, 3, 'Model is not supported for batch processing');
  try {
    const outcome = await work(service, batch, item, content.body);
    const isLost = wanted === 'unknown' && outcome.state === 'succeeded';
    const lost = {
      show: async () => ({ batch_result: { response: 'unknown' } }),
      delivered: () => undefined,
    };
    return isLost ? { ...outcome, ...lost } : outcome;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return failure(shape, codes[error.status] ?? internalCode, error.reason);
  }
}

async function work(
  service: Service,
  { id: batchId, account }: Batch,
  { id, isEdit, readyAt, site }: BatchItem,
  body: ImageBody,
): Promise<BatchOutcome> {
  const model = lookUpModel(service.profile, body.model, account);
  const order = checkOrder(service, { account, body, isEdit, model });
  const sources = await loadSources(service, site, order);
  const moderation = moderateByWord(body.prompt);
  const cost = costOf(order);
  const bill = charge(service, `${batchId}/${id}`, order, cost);
  const { errorShape } = service.world.options.batch;
  if (moderation?.shape === 'refuse' || moderation?.shape === 'fail')
    return { ...failure(errorShape, refusedCodes[moderation.shape], moderationMessage), cost };
  const making = { order, sources, bill, moderation, cost, dropped: 0, finishedAt: readyAt };
  const made = await make(service, making);
  const format = formatOf(order);
  return {
    state: 'succeeded',
    cost,
    async show(asker) {
      // Edits have this key, too.
      const image_generation = await renderAnswer(service.profile, made, asker, format);
      return { batch_result: { response: { image_generation } } };
    },
    delivered: () => (format === 'b64_json' ? markDelivered(made) : undefined),
  };
}

export function cancelled(shape: BatchErrorShape): BatchOutcome {
  return { ...failure(shape, 1, 'cancelled'), state: 'cancelled' };
}

function failure(shape: BatchErrorShape, code: number, message: string): BatchOutcome {
  const error = shape === 'string' ? message : { code, message };
  const shown = shape === 'message' ? { error_message: message } : { batch_result: { error } };
  return { state: 'failed', cost: 0, show: async () => shown, delivered: () => undefined };
}
