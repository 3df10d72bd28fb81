import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark, type GenerationCost, type GenerationDetails } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.GenerationFailedError');

/**
 * The service accepted a job and reported that it failed. AI SDK does not repeat it.
 *
 * @example
 * if (GenerationFailedError.isInstance(error)) console.log(error.reasons);
 */
export class GenerationFailedError extends AISDKError implements GenerationDetails {
  readonly provider: string;
  readonly modelId: string;
  readonly requestId: string | undefined;
  readonly workflowId: string | undefined;
  readonly cost: GenerationCost | undefined;
  /** Every reason the service gave, in its own words. */
  readonly reasons: readonly string[];

  constructor(options: GenerationDetails & { message: string; reasons: readonly string[]; cause?: unknown }) {
    super({ name: 'GenerationFailedError', message: options.message, cause: options.cause });
    mark(this, marker);
    this.provider = options.provider;
    this.modelId = options.modelId;
    this.requestId = options.requestId;
    this.workflowId = options.workflowId;
    this.cost = options.cost;
    this.reasons = options.reasons;
  }

  static override isInstance(error: unknown): error is GenerationFailedError {
    return hasMarker(error, marker);
  }
}
