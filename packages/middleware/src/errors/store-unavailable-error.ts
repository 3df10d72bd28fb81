import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark, markOutcome } from '@grok-image/core/internal';

const marker = Symbol.for('grok-image.error.StoreUnavailableError');

/**
 * A store that a call may not do without did not answer: nothing was sent and nothing was billed. It may be made again
 * when the store is back.
 *
 * @example
 * if (StoreUnavailableError.isInstance(error)) queue.retryLater(job);
 */
export class StoreUnavailableError extends AISDKError {
  /**
   * @param reason - a sentence, "Failed to …: ….", as `askStore` gives it
   * @param advice - another sentence
   */
  constructor(
    reason: string,
    advice: string = "Make sure that the store is there, or choose onStoreFailure: 'allow'. Nothing was sent.",
  ) {
    super({ name: 'StoreUnavailableError', message: `${reason} ${advice}` });
    mark(this, marker);
    markOutcome(this, 'refused');
  }

  static override isInstance(error: unknown): error is StoreUnavailableError {
    return hasMarker(error, marker);
  }
}
