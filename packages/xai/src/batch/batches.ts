import { createProgressReporter, parseStrict, poll } from '@grok-image/core';
import {
  functionSchema,
  createOutage,
  lazy,
  throwIfAborted,
  type OutageLimits,
} from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { callFields, readCallOptions } from '../service/call-options.ts';
import { connectTo, pathOf, send, type XaiService } from '../service/send.ts';
import type { XaiCallOptions, XaiTransport } from '../service/transport.ts';
import { addParts } from './add.ts';
import type { XaiBatches, XaiBatchStatus, XaiBatchWait, XaiFinishedBatch } from './api.ts';
import { readAddition, readCreation, readFileCreation } from './call.ts';
import { batchList, cancelBatch } from './cancel.ts';
import { createFromFile } from './create-from-file.ts';
import { createInline, withProgress } from './create.ts';
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

const waitSchema = lazy(() =>
  z.strictObject({
    ...callFields(),
    pollIntervalMs: z.number('milliseconds above 0').gt(0, 'milliseconds above 0').optional(),
    onProgress: functionSchema<(status: XaiBatchStatus) => void>(),
  } satisfies Record<keyof XaiBatchWait, z.ZodType>),
);

/** The Batch API of a service. */
export function createBatches(service: XaiService): XaiBatches {
  const connect = connectTo('batch', service);
  return {
    async create(given) {
      const { headers, abortSignal, ...creation } = readCreation(given);
      return (await createInline(connect({ headers, abortSignal }), creation, service)).addition;
    },
    async add(id, given) {
      const { calls, onProgress, ...call } = readAddition(given);
      const { parts, warnings } = planParts(calls, toInline, service);
      const progress = createProgressReporter(onProgress);
      await addParts(connect(call), id, parts, service, progress);
      return { id, requestIds: calls.map(request => request.id), warnings: withProgress(warnings, progress) };
    },
    async createFromFile(given) {
      const { headers, abortSignal, ...creation } = readFileCreation(given);
      return createFromFile(connect({ headers, abortSignal }), creation, service);
    },
    status: async (id, options) => readStatus(connect(readCallOptions(options)), id),
    async wait(id, options = {}) {
      const { headers, abortSignal, ...given } = parseStrict(waitSchema(), options, '');
      return waitFor(connect({ headers, abortSignal }), id, given);
    },
    async *results(id, options) {
      const transport = connect(readCallOptions(options));
      for await (const outcome of readOutcomes(transport, id)) yield toResult(outcome, transport);
    },
    async *requests(id, options) {
      const path = pathOf('batches', id, '/requests');
      const action = `list the requests of batch ${id}`;
      yield* readPages(connect(readCallOptions(options)), { path, action, parse: readRequestPage });
    },
    async *list(options) {
      yield* readPages(connect(readCallOptions(options)), batchList);
    },
    cancel: async (id, options) => cancelBatch(connect(readCallOptions(options)), id),
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
  { pollIntervalMs = defaultPollIntervalMs, onProgress }: Omit<XaiBatchWait, keyof XaiCallOptions>,
): Promise<XaiFinishedBatch> {
  const progress = createProgressReporter(onProgress);
  const outage = createOutage(outageLimits);
  const finished = await poll<XaiBatchStatus>(async () => {
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
  return { ...finished, warnings: progress.warnings() };
}
