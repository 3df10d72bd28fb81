import { invalidArgumentInWords } from '@grok-image/core';
import type { XaiService } from '../service/send.ts';
import type { XaiBatchWarning } from './api.ts';
import type { BatchCall } from './call.ts';
import { checkIds, mapRequest, prepareRequest, type MappedRequest, type PreparedRequest } from './prepare.ts';

/**
 * Most bytes of one call that adds requests (docs.x.ai, batch guide, 2026), the megabyte at its smallest. Files of
 * requests have no published limit of their own and are kept to the same.
 */
const maxPartBytes = 25_000_000;
/** What stands around the requests of a part. */
const envelopeBytes = 32;

/** How a request is written into a part. */
export type WriteRequest = (request: MappedRequest) => object;

/** Requests that fit into one part; bodies are not kept, as they can be large. */
export type BatchPart = readonly PreparedRequest[];

/** Inline, as one of the requests that are added by a call. */
export function toInline({ id, path, body }: MappedRequest): object {
  const kind = path === '/images/edits' ? 'image_edit' : 'image_generation';
  return { batch_request_id: id, batch_request: { [kind]: body } };
}

/** As a line of a file. */
export function toLine({ id, path, body }: MappedRequest): object {
  return { custom_id: id, method: 'POST', url: `/v1${path}`, body };
}

/**
 * Copies and checks every request, before anything is waited for, and divides them into parts of at most 25 MB, in their order.
 *
 * @throws InvalidArgumentError naming the request, e.g. one that is over 25 MB by itself
 */
export function planParts(
  calls: readonly BatchCall[],
  write: WriteRequest,
  service: XaiService,
): { parts: readonly BatchPart[]; warnings: readonly XaiBatchWarning[] } {
  checkIds(calls);
  const encoder = new TextEncoder();
  const warnings: XaiBatchWarning[] = [];
  const copies = new Map<Uint8Array, Uint8Array>();
  const parts: PreparedRequest[][] = [];
  let free = 0;
  for (const call of calls) {
    const request = prepareRequest(call, copies);
    const mapped = mapRequest(request, service);
    const bytes = encoder.encode(JSON.stringify(write(mapped))).length + 1;
    if (bytes > maxPartBytes - envelopeBytes) {
      const accepted = 'at most 25 MB; upload its images with grok.files.upload and pass their fileIds';
      throw invalidArgumentInWords(`request '${call.id}' of the batch`, `${bytes} bytes`, accepted);
    }
    if (bytes > free) {
      parts.push([]);
      free = maxPartBytes - envelopeBytes;
    }
    free -= bytes;
    parts.at(-1)?.push(request);
    warnings.push(...mapped.warnings.map(warning => ({ requestId: call.id, warning })));
  }
  return { parts, warnings };
}
