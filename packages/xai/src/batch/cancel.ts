import { poll } from '@grok-image/core';
import { timeoutSignal } from '@grok-image/core/internal';
import { pathOf, send } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiBatchStatus } from './api.ts';
import { readPages, type List } from './pages.ts';
import { readBatch, readBatchPage } from './status.ts';

/** Nobody waits for a cancel, so it may not go on for long, in milliseconds. */
const longestMs = 15_000;

/** How often a batch is looked for that may still be on its way into the list, in milliseconds. */
const lookIntervalMs = 1000;

/** The list of batches, newest first. */
export const batchList: List<XaiBatchStatus> = {
  path: '/batches',
  action: 'list the batches',
  parse: readBatchPage,
};

/** Cancels what has not been started of a batch. */
export async function cancelBatch(transport: XaiTransport, id: string): Promise<XaiBatchStatus> {
  return send(transport, {
    kind: 'repeatable',
    method: 'POST',
    path: pathOf('batches', id, ':cancel'),
    action: `cancel batch ${id}`,
    unpaid: 'It may have been cancelled.',
    advice: 'Cancel it again, and look at grok.batch.status().',
    parse: readBatch,
  });
}

/**
 * Cancels batches that a caller gave up while they were being made. Never rejects, and is not tied to the caller's
 * signal, which is aborted by then.
 *
 * @param inputFileId - also cancels the batch of this file, whose id did not arrive any more, as soon as the list has it
 */
export async function cancelQuietly(
  transport: XaiTransport,
  ids: readonly string[],
  inputFileId?: string,
): Promise<void> {
  const own = { ...transport, abortSignal: timeoutSignal(longestMs) };
  const cancel = async (id: string) => cancelBatch(own, id);
  const found = inputFileId === undefined ? Promise.resolve([]) : findByFile(own, inputFileId);
  await Promise.allSettled([...ids.map(cancel), found.then(others => Promise.all(others.map(cancel)))]);
}

/** Looks until it is there, through all pages: others may have made many since. */
async function findByFile(transport: XaiTransport, inputFileId: string): Promise<string[]> {
  return poll(async () => {
    for await (const batch of readPages(transport, batchList)) {
      if (batch.inputFileId === inputFileId) return { done: true, value: [batch.id] };
    }
    return { done: false, waitMs: lookIntervalMs };
  }, transport.abortSignal);
}
