import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark, markOutcome } from '@grok-image/core/internal';

const marker = Symbol.for('grok-image.error.CallsStoppedError');

/**
 * Somebody has stopped calls like this one: those of its tenant, of its model, or all. Nothing was sent and nothing was billed.
 *
 * @example
 * if (CallsStoppedError.isInstance(error)) show(`Pictures are switched off: ${error.reason}`);
 */
export class CallsStoppedError extends AISDKError {
  /** What is stopped. */
  readonly scope: 'all' | 'tenant' | 'model';
  /** What was said when it was stopped. */
  readonly reason: string;

  constructor(options: {
    readonly scope: CallsStoppedError['scope'];
    readonly reason: string;
    readonly modelId: string;
  }) {
    const { scope, reason, modelId } = options;
    super({
      name: 'CallsStoppedError',
      message: `Failed to generate an image with ${modelId}: ${whose[scope]} are stopped, and it was said why: ${reason}. They go on after resume() of the budget. Nothing was sent.`,
    });
    mark(this, marker);
    markOutcome(this, 'refused');
    this.scope = scope;
    this.reason = reason;
  }

  static override isInstance(error: unknown): error is CallsStoppedError {
    return hasMarker(error, marker);
  }
}

/** Without the tenant, who may be a person. */
const whose = { all: 'all calls', tenant: 'the calls of its tenant', model: 'the calls of its model' };
