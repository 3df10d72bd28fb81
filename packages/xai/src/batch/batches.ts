import {
  createOutage,
  createProgressReporter,
  invalidArgument,
  poll,
  throwIfAborted,
  type OutageLimits,
} from '@grok-image/core';
import { connectTo, pathOf, send, type XaiService } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import { addParts } from './add.ts';
import type { XaiBatches, XaiBatchStatus, XaiBatchWait } from './api.ts';
import { toBatchCall } from './call.ts';
import { batchList, cancelBatch } from './cancel.ts';
import { createFromFile } from './create-from-file.ts';
import { createInline } from './create.ts';
import { readPages } from './pages.ts';
import { planParts, toInline } from './parts.ts';
import { readOutcomes, toResult } from './results.ts';
import { readBatch, readRequestPage } from './status.ts';

/** How often a batch is looked at, in milliseconds. */
const defaultPollIntervalMs = 5000;

/**
 * A batch takes a day, so that an outage of minutes must not end the wait for it; without a signal of the caller it has
 * no other deadline.
 */
const outageLimits: OutageLimits = { mostRefusals: 2, longestMs: 900_000 };

/** The Batch API of a service. */
export function createBatches(service: XaiService): XaiBatches {
  const connect = connectTo('Batch API', service);
  return {
    async create({ requests, name, onProgress, ...call }) {
      const creation = { name, onProgress, calls: requests.map(toBatchCall) };
      return (await createInline(connect(call), creation, service)).addition;
    },
    async add(id, { requests, ...call }) {
      const calls = requests.map(toBatchCall);
      const { parts, warnings } = planParts(calls, toInline, service);
      await addParts(connect(call), id, parts, service);
      return { id, requestIds: calls.map(request => request.id), warnings };
    },
    createFromFile: async ({ requests, name, fileExpiresAfter, onProgress, ...call }) => {
      const calls = requests.map(toBatchCall);
      return createFromFile(connect(call), { name, fileExpiresAfter, onProgress, calls }, service);
    },
    status: async (id, options = {}) => readStatus(connect(options), id),
    wait: async (id, options = {}) => waitFor(connect(options), id, options),
    async *results(id, options = {}) {
      const transport = connect(options);
      for await (const outcome of readOutcomes(transport, id)) yield toResult(outcome, transport);
    },
    async *requests(id, options = {}) {
      const path = pathOf('batches', id, '/requests');
      const action = `list the requests of batch ${id}`;
      yield* readPages(connect(options), { path, action, parse: readRequestPage });
    },
    async *list(options = {}) {
      yield* readPages(connect(options), batchList);
    },
    cancel: async (id, options = {}) => cancelBatch(connect(options), id),
  };
}

/** Looks where a batch stands. */
export async function readStatus(transport: XaiTransport, id: string): Promise<XaiBatchStatus> {
  return send(transport, {
    kind: 'read',
    method: 'GET',
    path: pathOf('batches', id),
    action: `look at batch ${id}`,
    advice: 'The batch goes on all the same, and is billed. It is known to the account that made it only.',
    parse: readBatch,
  });
}

async function waitFor(
  transport: XaiTransport,
  id: string,
  { pollIntervalMs = defaultPollIntervalMs, onProgress }: XaiBatchWait,
): Promise<XaiBatchStatus> {
  if (!(pollIntervalMs > 0)) throw invalidArgument('pollIntervalMs', pollIntervalMs, 'milliseconds above 0');
  const progress = createProgressReporter(onProgress);
  const outage = createOutage(outageLimits);
  return poll(async () => {
    let status: XaiBatchStatus;
    try {
      status = await readStatus(transport, id);
    } catch (error) {
      throwIfAborted(transport.abortSignal);
      if (!outage.survives(error)) throw error;
      return { done: false, waitMs: pollIntervalMs };
    }
    outage.end();
    progress.report(status);
    return status.isFinished ? { done: true, value: status } : { done: false, waitMs: pollIntervalMs };
  }, transport.abortSignal);
}
