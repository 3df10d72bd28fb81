import { type BatchErrorShape, batchErrorShapes } from '../../faults/faults.ts';
import type { Site } from '../../world/request.ts';
import type { ImageBody } from '../body.ts';
import { Refusal } from '../errors.ts';
import { makeImages } from '../make.ts';
import { moderateByWord, moderationMessage } from '../moderation.ts';
import type { Service } from '../service.ts';
import { loadSources } from '../sources.ts';
import { charge, costOf, formatOf } from '../submit.ts';
import { checkOrder, lookUpModel } from '../validate.ts';
import { type Batch, type BatchItem, type BatchOutcome, cancelledCode } from './batch.ts';

/** Of google.rpc.Code, by the status that the same error has outside a batch. */
const codes: Readonly<Record<number, number>> = { 400: 3, 403: 7, 404: 5, 422: 3, 429: 8 };
const internalCode = 13;
const refusedCodes = { refuse: 7, fail: 3 } as const;

/** Works on one request of a batch: checks it, bills it at the usual price and makes its images. */
export async function fulfil(service: Service, batch: Batch, item: BatchItem): Promise<BatchOutcome> {
  const { errorShape: shape } = service.world.options.batch;
  const { work } = item;
  if (work === undefined) return cancelled(shape);
  const { content, site, forced } = work;
  if ('problem' in content) return { type: 'error', code: 3, message: content.problem, shape, cost: 0 };
  const wanted = forced?.batchError ?? shapeInPrompt(content.body.prompt);
  if (wanted === 'cancelled') return cancelled('status');
  if (wanted !== undefined && wanted !== 'unknown') {
    // The sentence is that of a test in xai-sdk-ts (test/batches.test.ts, 2026). Nothing is made, nothing is billed.
    const message = 'Model is not supported for batch processing';
    return { type: 'error', code: 3, message, shape: wanted, cost: 0 };
  }
  try {
    const outcome = await make(service, batch, item, content.body, site);
    const isLost = wanted === 'unknown' && outcome.type === 'made';
    return isLost ? { type: 'unknown', made: outcome.made } : outcome;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const code = codes[error.status] ?? internalCode;
    return { type: 'error', code, message: error.reason, shape, cost: 0 };
  }
}

async function make(
  service: Service,
  { id: batchId, account }: Batch,
  { id, isEdit, readyAt }: BatchItem,
  body: ImageBody,
  site: Site,
): Promise<BatchOutcome> {
  const model = lookUpModel(service.profile, body.model, account);
  const order = checkOrder(service, { account, body, isEdit, model });
  const sources = await loadSources(service, site, order);
  const moderation = moderateByWord(body.prompt);
  const cost = costOf(order);
  const bill = charge(service, `${batchId}/${id}`, order, cost);
  if (moderation?.shape === 'refuse' || moderation?.shape === 'fail') {
    const { errorShape: shape } = service.world.options.batch;
    const code = refusedCodes[moderation.shape];
    return { type: 'error', code, message: moderationMessage, shape, cost };
  }
  const making = { order, sources, bill, moderation, dropped: 0, finishedAt: readyAt };
  const images = await makeImages(service, making);
  return { type: 'made', made: { images, cost, model: model.row.id, at: readyAt }, format: formatOf(order) };
}

/** A word such as `#batch-string` in a prompt decides how its result looks. */
function shapeInPrompt(prompt: string): BatchErrorShape | undefined {
  return batchErrorShapes.find(shape => prompt.includes(`#batch-${shape}`));
}

/** The outcome of a request that was cancelled. */
export function cancelled(shape: 'string' | 'status' | 'message'): BatchOutcome {
  return { type: 'error', code: cancelledCode, message: 'cancelled', shape, cost: 0 };
}
