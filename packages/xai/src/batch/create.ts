import { createProgressReporter, type ProgressReporter } from '@grok-image/core';
import type { XaiService } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import { addParts } from './add.ts';
import type { XaiBatchAddition, XaiBatchCreation, XaiBatchProgress } from './api.ts';
import type { XaiBatchStatus, XaiBatchWarning } from './api.ts';
import type { BatchCall } from './call.ts';
import { cancelQuietly } from './cancel.ts';
import { planParts, toInline } from './parts.ts';
import { sendUnlessStarted } from './send-unless-started.ts';
import { readBatch } from './status.ts';

/** A batch has to have a name (docs.x.ai, batch guide, 2026). */
export const defaultName = 'grok-image';

/** What to make a batch of. */
export interface Creation extends Pick<XaiBatchCreation, 'name' | 'onProgress'> {
  readonly calls: readonly BatchCall[];
}

/**
 * Makes a batch and puts requests into it. When it is aborted meanwhile, the batch is cancelled.
 *
 * @returns what was put into it, and the batch as it was made, empty
 * @throws InvalidArgumentError naming the request, before anything is sent; APICallError; XaiBatchIncompleteError; the
 * abort reason
 */
export async function createInline(
  transport: XaiTransport,
  { name = defaultName, onProgress, calls }: Creation,
  service: XaiService,
): Promise<{ readonly addition: XaiBatchAddition; readonly created: XaiBatchStatus }> {
  const { parts, warnings } = planParts(calls, toInline, service);
  const created = await createEmpty(transport, name);
  const { id } = created;
  const progress = createProgressReporter(onProgress);
  try {
    await addParts(transport, id, parts, service, progress);
  } catch (error) {
    if (transport.abortSignal?.aborted) void cancelQuietly(transport, [id]);
    throw error;
  }
  const requestIds = calls.map(call => call.id);
  return {
    addition: { id, requestIds, warnings: withProgress(warnings, progress) },
    created,
  };
}

/**
 * Makes a batch without requests, so that its id is known before anything is in it that costs money.
 *
 * @throws APICallError, the abort reason
 */
export async function createEmpty(transport: XaiTransport, name: string): Promise<XaiBatchStatus> {
  const created = await sendUnlessStarted(transport, {
    path: '/batches',
    body: { name },
    action: 'create a batch',
    unpaid: 'The batch may have been created.',
    advice: 'Without requests it costs nothing, so it can be created again.',
    parse: readBatch,
  });
  if ('error' in created) throw created.error;
  return created.value;
}

/** Adds to warnings that `onProgress` threw, which belongs to no request. */
export function withProgress(
  warnings: readonly XaiBatchWarning[],
  progress: ProgressReporter<XaiBatchProgress>,
): readonly XaiBatchWarning[] {
  return [...warnings, ...progress.warnings().map(warning => ({ warning }))];
}
