import { APICallError } from '@ai-sdk/provider';
import { hasMarker, mark, markOutcome } from '@grok-image/core/internal';

const marker = Symbol.for('grok-image.error.TooManyCallsError');

/**
 * As many calls of a tenant run as may at once. Nothing was sent and nothing was billed; AI SDK tries again as it does when a
 * service says 429.
 *
 * @example
 * if (TooManyCallsError.isInstance(error)) tell(user, `${error.most} pictures are being made already`);
 */
export class TooManyCallsError extends APICallError {
  /** How many may run at once. */
  readonly most: number;
  readonly tenant: string | undefined;

  constructor({ most, tenant, modelId }: { most: number; tenant: string | undefined; modelId: string }) {
    super({
      message: `Failed to generate an image with ${modelId}: ${most} calls run already, which is as many as may at once by maxInFlight. Try again when one of them has ended. Nothing was sent.`,
      url: '',
      requestBodyValues: {},
      statusCode: 429,
      isRetryable: true,
    });
    mark(this, marker);
    markOutcome(this, 'not-started');
    this.name = 'TooManyCallsError';
    this.most = most;
    this.tenant = tenant;
  }

  static override isInstance(error: unknown): error is TooManyCallsError {
    return hasMarker(error, marker);
  }
}
