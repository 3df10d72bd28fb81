import { XaiBatchIncompleteError } from './batch-incomplete-error.ts';
import type { BatchPart } from './parts.ts';
import type { FailedRequest } from './send-unless-started.ts';

/** The error for parts of which one failed: its own where no request is in a batch, else one that says which are. */
export function toIncompleteError(
  batchIds: readonly string[],
  parts: readonly BatchPart[],
  failedIndex: number,
  { error, outcome }: FailedRequest,
): unknown {
  const isUnknown = outcome === 'unknown';
  const added = idsOf(parts.slice(0, failedIndex));
  const failed = idsOf(parts.slice(failedIndex, failedIndex + 1));
  const rest = idsOf(parts.slice(failedIndex + 1));
  const unknown = isUnknown ? failed : [];
  const missing = isUnknown ? rest : [...failed, ...rest];
  if (added.length === 0 && unknown.length === 0) return error;

  const reason = error instanceof Error ? error.message : String(error);
  const names = batchIds.join(', ') || 'a batch';
  const known = `${added.length} are added and will be billed, ${missing.length} are not (error.missing).`;
  const advice = isUnknown
    ? ` For ${unknown.length} it is not known (error.unknown): look at grok.batch.list() and grok.batch.requests() before you add them again.`
    : '';
  return new XaiBatchIncompleteError({
    batchIds,
    added,
    unknown,
    missing,
    cause: error,
    message: `Failed to put all requests into ${names}: ${reason} ${known}${advice}`,
  });
}

/** The ids of the requests in these parts. */
export function idsOf(parts: readonly BatchPart[]): string[] {
  return parts.flat().map(({ id }) => id);
}
