import { pathOf, type XaiService } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import { toIncompleteError } from './incomplete.ts';
import { toInline, type BatchPart } from './parts.ts';
import { mapRequest } from './prepare.ts';
import { sendOnce } from './send-once.ts';

/**
 * Puts requests into a batch, part by part, each once.
 *
 * @throws BatchIncompleteError when some are in the batch, or may be; APICallError when none is; the abort reason
 */
export async function addParts(
  transport: XaiTransport,
  batchId: string,
  parts: readonly BatchPart[],
  service: XaiService,
): Promise<void> {
  for (const [index, part] of parts.entries()) {
    const sent = await sendOnce(transport, {
      path: pathOf('batches', batchId, '/requests'),
      body: { batch_requests: part.map(request => toInline(mapRequest(request, service))) },
      action: `add ${part.length} requests to batch ${batchId}`,
      advice: `Compare with grok.batch.requests('${batchId}') before you add them again.`,
      parse: () => undefined,
    });
    if ('error' in sent) throw toIncompleteError([batchId], parts, index, sent);
  }
}
