import { APICallError } from '@ai-sdk/provider';
import { withoutImages, type ApiCallErrorArguments } from '../http/api-error.ts';
import { hasMarker, mark, type GenerationCost, type GenerationDetails } from './generation-error.ts';

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
  readonly workflowId: string | undefined;
  readonly cost: GenerationCost | undefined;

  constructor(options: Omit<ApiCallErrorArguments, 'isRetryable'> & GenerationDetails) {
    super({ ...options, requestBodyValues: withoutImages(options.requestBodyValues), isRetryable: false });
    mark(this, marker);
    this.name = 'ContentModerationError';
    this.provider = options.provider;
    this.modelId = options.modelId;
    this.requestId = options.requestId;
    this.workflowId = options.workflowId;
    this.cost = options.cost;
  }

  static override isInstance(error: unknown): error is ContentModerationError {
    return hasMarker(error, marker);
  }
}
