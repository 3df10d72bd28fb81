import { wait, type BatchPort, type BatchPortRequest } from '@grok-image/core';
import { isPlainObject, messageOf } from '@grok-image/core/internal';
import type { ImageModelLike } from '@grok-image/middleware';
import { isAbort, portOf } from '@grok-image/middleware/internal';
import type { JobRecord } from '../job/record.ts';
import { optionsKeyOf } from '../job/params.ts';
import { createBatchWatch, type BatchWatch } from './batch-watch.ts';
import type { RouteCall } from './call.ts';
import { isAbsent, outcomeOfError, type Outcome } from './outcome.ts';

/**
 * Most requests of a batch: each look reads all results again, with their pictures in them. And how long jobs are gathered
 * before they are added together, in milliseconds.
 */
const mostRequests = 100;
const gatherMs = 200;

/** After which adding requests has certainly ended, in milliseconds: then a list without them lacks them. */
const addMs = 30_000;
export const batchDeadlineMs: number = addMs + 15_000;

/** Puts the jobs of a process into batches, and waits for what they bring. */
export interface BatchDesk {
  /** @throws the abort reason */
  send(call: RouteCall): Promise<Outcome>;
  /**
   * Goes on with a job that was put into a batch by whichever process, and adds it only where it is not in there.
   *
   * @throws the abort reason
   */
  recover(call: RouteCall, record: JobRecord): Promise<Outcome>;
}

interface Gathered {
  readonly call: RouteCall;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** @param name - of the batches, as the service shows them */
export function createBatchDesk(
  model: ImageModelLike,
  name: string,
  abortSignal: AbortSignal | undefined,
): BatchDesk {
  const batch = batchOf(model);
  const watch = createBatchWatch(batch, abortSignal);
  let gathered: Gathered[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const group = gathered;
    gathered = [];
    void sendGroup(group).catch((error: unknown) => {
      for (const { reject } of group) reject(error);
    });
  }

  async function sendGroup(group: readonly Gathered[]): Promise<void> {
    let batchId: string;
    try {
      // Empty, so that it is known before anything costs money.
      batchId = (await batch.create(name, [], { abortSignal })).id;
    } catch (error) {
      if (isAbort(error, abortSignal)) throw error;
      const failed = outcomeOfError(error);
      // An empty batch costs nothing, whether it was made or not.
      const outcome: Outcome =
        failed.kind === 'unstarted' ? failed : { kind: 'unstarted', reason: failed.reason, next: 'again' };
      for (const { resolve } of group) resolve(outcome);
      return;
    }
    const ready: Gathered[] = [];
    await Promise.all(
      group.map(async one => {
        try {
          await one.call.beforeSend({ batchId });
          ready.push(one);
        } catch (error) {
          one.reject(error);
        }
      }),
    );
    if (ready.length === 0) return;
    const failure = await addAll(
      batch,
      batchId,
      ready.map(({ call }) => call),
    );
    await Promise.all(ready.map(async one => settle(one, batchId, failure)));
  }

  async function settle(
    { call, resolve, reject }: Gathered,
    batchId: string,
    failure: Outcome | undefined,
  ): Promise<void> {
    try {
      if (failure?.kind === 'unstarted') resolve(failure);
      else if (failure !== undefined) resolve(await findOrAdd(call, batchId, Date.now()));
      else resolve(await awaitResult(call, batchId));
    } catch (error) {
      reject(error);
    }
  }

  async function awaitResult(call: RouteCall, batchId: string): Promise<Outcome> {
    await call.note({ batchId });
    return watch.resultOf(batchId, call.key);
  }

  async function findOrAdd(call: RouteCall, batchId: string, sentAt: number): Promise<Outcome> {
    try {
      // What is on its way to the service may still arrive.
      await wait(Math.max(0, sentAt + batchDeadlineMs - Date.now()), call.abortSignal);
      if (await isIn(batch, batchId, call)) return await awaitResult(call, batchId);
    } catch (error) {
      if (isAbort(error, call.abortSignal)) throw error;
      const reason = messageOf(error);
      return isAbsent(error) ? { kind: 'lost', reason } : { kind: 'open', reason };
    }
    await call.beforeSend({ batchId });
    const failure = await addAll(batch, batchId, [call]);
    return failure === undefined ? awaitResult(call, batchId) : { kind: 'open', reason: reasonOf(failure) };
  }

  return {
    send: call =>
      new Promise((resolve, reject) => {
        gathered.push({ call, resolve, reject });
        if (gathered.length >= mostRequests) flush();
        else timer ??= setTimeout(flush, gatherMs);
      }),
    async recover(call, { batchId, state, sentAt, at }) {
      if (batchId === undefined) return { kind: 'lost', reason: 'Its batch was not written down.' };
      return state === 'submitted'
        ? watchAgain(watch, batchId, call.key)
        : findOrAdd(call, batchId, sentAt ?? at);
    },
  };
}

function watchAgain(watch: BatchWatch, batchId: string, key: string): Promise<Outcome> {
  return watch.resultOf(batchId, key);
}

function batchOf(model: ImageModelLike): BatchPort {
  const batch = portOf(model)?.batch;
  if (batch === undefined) throw new TypeError(`${model.modelId} has no batches.`);
  return batch;
}

async function isIn(batch: BatchPort, batchId: string, { key, abortSignal }: RouteCall): Promise<boolean> {
  for await (const id of batch.requests(batchId, { abortSignal })) if (id === key) return true;
  return false;
}

/** Adds requests at once; resolves with why they are not, or may not be, in the batch. */
async function addAll(
  batch: BatchPort,
  batchId: string,
  calls: readonly RouteCall[],
): Promise<Outcome | undefined> {
  const own = AbortSignal.timeout(addMs);
  const outer = calls.flatMap(call => call.abortSignal ?? []);
  try {
    await batch.add(batchId, calls.map(toBatchRequest), { abortSignal: AbortSignal.any([own, ...outer]) });
    return undefined;
  } catch (error) {
    const aborted = outer.find(signal => signal.aborted);
    if (aborted !== undefined) throw error;
    return own.aborted ? { kind: 'lost', reason: messageOf(error) } : outcomeOfError(error);
  }
}

function reasonOf(outcome: Outcome): string {
  return 'reason' in outcome ? outcome.reason : '';
}

function toBatchRequest({ key, model, params }: RouteCall): BatchPortRequest {
  const { prompt = '', n, aspectRatio, size, providerOptions, files = [] } = params;
  const options = providerOptions[optionsKeyOf(model)];
  const images = files.map(file => (file.type === 'url' ? file.url : file.data));
  return {
    id: key,
    prompt,
    n,
    aspectRatio,
    size,
    ...((isPlainObject(options) || images.length > 0) && {
      options: { ...options, ...(images.length > 0 && { images }) },
    }),
  };
}
