import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark, markOutcome } from '@grok-image/core/internal';

const marker = Symbol.for('grok-image.error.IdempotencyKeyError');

/**
 * Why a call under a key is not made:
 * - `otherRequest`: another request was made under it;
 * - `unknown`: the first call was sent and its process is gone, so that it may have been billed;
 * - `failed`: the first call failed after it was sent, and may have been billed;
 * - `gone`: the first call was paid, and its pictures are not kept any more;
 * - `store`: nobody knows, as the ledger is away.
 */
export type IdempotencyKeyReason = 'otherRequest' | 'unknown' | 'failed' | 'gone' | 'store';

/**
 * A call under an idempotency key that was not sent, as it might be paid a second time, or that was asked for again without
 * an answer to what became of the first.
 *
 * @example
 * if (IdempotencyKeyError.isInstance(error) && error.reason === 'unknown') askWhetherToPayAgain(error.key);
 */
export class IdempotencyKeyError extends AISDKError {
  /** As the caller gave it. */
  readonly key: string;
  readonly reason: IdempotencyKeyReason;

  constructor(options: { key: string; reason: IdempotencyKeyReason; message: string; cause?: unknown }) {
    super({ name: 'IdempotencyKeyError', message: options.message, cause: options.cause });
    mark(this, marker);
    markOutcome(this, 'refused');
    this.key = options.key;
    this.reason = options.reason;
  }

  static override isInstance(error: unknown): error is IdempotencyKeyError {
    return hasMarker(error, marker);
  }
}
