import type { BatchErrorShape } from '../../faults/faults.ts';
import { Refusal } from '../errors.ts';
import { makeImages } from '../make.ts';
import { moderateByWord, moderationMessage } from '../moderation.ts';
import type { ImageBody } from '../body.ts';
import type { Service } from '../service.ts';
import { loadSource } from '../sources.ts';
import { charge, costOf, formatOf } from '../submit.ts';
import { checkOrder, lookUpModel } from '../validate.ts';
import { type Batch, type BatchItem, type BatchOutcome, type BatchWork, cancelledCode } from './batch.ts';

/** Words in a prompt that decide how its result looks. */
const triggers: Readonly<Record<string, BatchErrorShape>> = {
  '#batch-string': 'string',
  '#batch-status': 'status',
  '#batch-message': 'message',
  '#batch-unknown': 'unknown',
  '#batch-cancelled': 'cancelled',
};

/** Of google.rpc.Code, by the status that the same error has outside a batch. */
const codes: Readonly<Record<number, number>> = { 400: 3, 403: 7, 404: 5, 422: 3, 429: 8 };
const internalCode = 13;
const refusedCodes = { refuse: 7, fail: 3 } as const;

/** Works on one request of a batch: checks it, bills it at the usual price and makes its images. */
export async function fulfil(
  service: Service,
  batch: Batch,
  item: BatchItem,
  { content, site, forced }: BatchWork,
): Promise<BatchOutcome> {
  const shape = service.world.options.batch.errorShape;
  if ('problem' in content) {
    return { type: 'error', code: 3, message: content.problem, shape, cost: 0 };
  }
  const wanted = forced ?? shapeInPrompt(content.body.prompt);
  if (wanted !== undefined && wanted !== 'unknown') return forcedError(wanted);
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
  site: BatchWork['site'],
): Promise<BatchOutcome> {
  const model = lookUpModel(service.profile, body.model, account);
  const order = checkOrder(service, { account, body, isEdit, model });
  const sources = await Promise.all(
    order.sources.map(source => loadSource(service, account.apiKey, site, source)),
  );
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
  const made = { images, cost, model: model.row.id, at: readyAt };
  return { type: 'made', made, format: formatOf(order) };
}

function shapeInPrompt(prompt: string): BatchErrorShape | undefined {
  return Object.entries(triggers).find(([word]) => prompt.includes(word))?.[1];
}

/** The sentence is that of a test in xai-sdk-ts (test/batches.test.ts, 2026). Nothing is made, nothing is billed. */
function forcedError(shape: Exclude<BatchErrorShape, 'unknown'>): BatchOutcome {
  if (shape === 'cancelled') return cancelled('status');
  const message = 'Model is not supported for batch processing';
  return { type: 'error', code: 3, message, shape, cost: 0 };
}

/** The outcome of a request that was cancelled. */
export function cancelled(shape: 'string' | 'status' | 'message'): BatchOutcome {
  return { type: 'error', code: cancelledCode, message: 'cancelled', shape, cost: 0 };
}
