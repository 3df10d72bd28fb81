import { APICallError } from '@ai-sdk/provider';
import type { ApiCallErrorArguments } from '../http/api-error.ts';
import { toShownRequest } from '../http/shown.ts';
import { hasMarker, mark, resumeOf } from './generation-error.ts';
import type { GenerationCost, GenerationDetails, Resume } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.ContentModerationError');

/**
 * The service refused every image of a request on grounds of its content policy. It may have billed the request
 * (`cost`), and the outcome of one prompt can vary, so nothing repeats it by itself.
 *
 * @example
 * if (ContentModerationError.isInstance(error)) console.log(error.cost, error.requestId);
 */
export class ContentModerationError extends APICallError implements GenerationDetails {
  readonly provider: string;
  readonly modelId: string;
  readonly requestId: string | undefined;
  readonly jobId: string | undefined;
  readonly workflowId: string | undefined;
  readonly externalId: string | undefined;
  /** What collects the request later, to be spread into `providerOptions.<name>`. */
  readonly resume: Resume | undefined;
  readonly cost: GenerationCost | undefined;

  constructor(options: Omit<ApiCallErrorArguments, 'isRetryable'> & GenerationDetails) {
    super({ ...options, requestBodyValues: toShownRequest(options.requestBodyValues), isRetryable: false });
    mark(this, marker);
    this.name = 'ContentModerationError';
    this.provider = options.provider;
    this.modelId = options.modelId;
    this.requestId = options.requestId;
    this.jobId = options.jobId;
    this.workflowId = options.workflowId;
    this.externalId = options.externalId;
    this.resume = resumeOf(options);
    this.cost = options.cost;
  }

  static override isInstance(error: unknown): error is ContentModerationError {
    return hasMarker(error, marker);
  }
}
