import { AISDKError } from '@ai-sdk/provider';
import { hasMarker, mark, type GenerationCost, type GenerationDetails } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.GenerationTimeoutError');

/**
 * The time limit passed before the images came. The job may still finish and be billed: where an id is known
 * (`requestId`, `workflowId`), passing it back as provider option collects the images without paying again.
 *
 * @example
 * if (GenerationTimeoutError.isInstance(error)) queue.push(error.workflowId ?? error.requestId);
 */
export class GenerationTimeoutError extends AISDKError implements GenerationDetails {
  readonly provider: string;
  readonly modelId: string;
  readonly requestId: string | undefined;
  readonly workflowId: string | undefined;
  readonly cost: GenerationCost | undefined;
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number;

  constructor(options: GenerationDetails & { message: string; timeoutMs: number; cause?: unknown }) {
    super({ name: 'GenerationTimeoutError', message: options.message, cause: options.cause });
    mark(this, marker);
    this.provider = options.provider;
    this.modelId = options.modelId;
    this.requestId = options.requestId;
    this.workflowId = options.workflowId;
    this.cost = options.cost;
    this.timeoutMs = options.timeoutMs;
  }

  static override isInstance(error: unknown): error is GenerationTimeoutError {
    return hasMarker(error, marker);
  }
}
