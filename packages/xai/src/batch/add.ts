import type { ProgressReporter } from '@grok-image/core';
import { isPlainObject } from '@grok-image/core/internal';
import { longestTransferMs, pathOf, type XaiService } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiBatchProgress } from './api.ts';
import { idsOf, toIncompleteError } from './incomplete.ts';
import { toInline, type BatchPart } from './parts.ts';
import { mapRequest } from './prepare.ts';
import { sendUnlessStarted } from './send-unless-started.ts';

/**
 * The answer is `{}` (docs.x.ai, batch guide, 2026). What has fields that are not of a batch comes from something in
 * between, and whether the requests are in the batch is open.
 */
function readAdded(json: unknown): void {
  const isOwn = isPlainObject(json) && Object.keys(json).every(name => /^(?:batch|num_|request)/.test(name));
  if (!isOwn) throw new TypeError('it is not that of a batch');
}

/**
 * Puts requests into a batch, part by part, each once, and tells before and after each of them what is in.
 *
 * @throws XaiBatchIncompleteError when some are in the batch, or may be; APICallError when none is; the abort reason
 */
export async function addParts(
  transport: XaiTransport,
  batchId: string,
  parts: readonly BatchPart[],
  service: XaiService,
  progress: ProgressReporter<XaiBatchProgress>,
): Promise<void> {
  const report = (count: number, sending: BatchPart = []) =>
    progress.report({
      batchIds: [batchId],
      added: idsOf(parts.slice(0, count)),
      sending: idsOf([sending]),
    });
  for (const [index, part] of parts.entries()) {
    report(index, part);
    const sent = await sendUnlessStarted(transport, {
      path: pathOf('batches', batchId, '/requests'),
      patienceMs: longestTransferMs,
      body: { batch_requests: part.map(request => toInline(mapRequest(request, service))) },
      action: `add ${part.length} requests to batch ${batchId}`,
      advice: `Compare with grok.batch.requests('${batchId}') before you add them again.`,
      parse: readAdded,
    });
    if ('error' in sent) throw toIncompleteError([batchId], parts, index, sent);
    report(index + 1);
  }
}
