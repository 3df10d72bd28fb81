import { isRecord } from '@ai-sdk/provider-utils';

/**
 * What made a call fail, seen through the `RetryError` in which AI SDK 4 to 7 wrap it after a repeat. Only the last
 * error counts: those before it are repeated because nothing was started.
 *
 * @example
 * const cause = causeOf(error);
 * if (GenerationTimeoutError.isInstance(cause)) queue.push(cause.resume);
 */
export function causeOf(error: unknown): unknown {
  const seen = new Set<unknown>();
  let current = error;
  while (isRecord(current) && current['name'] === 'AI_RetryError' && !seen.has(current)) {
    seen.add(current);
    current = current['lastError'] ?? current;
  }
  return current;
}
