import { APICallError } from '@ai-sdk/provider';
import type { ApiCallErrorArguments } from '../http/api-error.ts';
import { toShownRequest } from '../http/shown.ts';
import { hasMarker, mark, resumeOf, type GenerationDetails, type Resume } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.InsufficientFundsError');

/**
 * The account cannot pay for the request. Nothing was started and nothing was billed.
 *
 * @example
 * if (InsufficientFundsError.isInstance(error)) showTopUpPage();
 */
export class InsufficientFundsError extends APICallError implements Omit<GenerationDetails, 'cost'> {
  readonly provider: string;
  readonly modelId: string;
  readonly requestId: string | undefined;
  readonly jobId: string | undefined;
  readonly workflowId: string | undefined;
  readonly externalId: string | undefined;
  /** What collects the request later, to be spread into `providerOptions.<name>`. */
  readonly resume: Resume | undefined;

  constructor(options: Omit<ApiCallErrorArguments, 'isRetryable'> & Omit<GenerationDetails, 'cost'>) {
    super({ ...options, requestBodyValues: toShownRequest(options.requestBodyValues), isRetryable: false });
    mark(this, marker);
    this.name = 'InsufficientFundsError';
    this.provider = options.provider;
    this.modelId = options.modelId;
    this.requestId = options.requestId;
    this.jobId = options.jobId;
    this.workflowId = options.workflowId;
    this.externalId = options.externalId;
    this.resume = resumeOf(options);
  }

  static override isInstance(error: unknown): error is InsufficientFundsError {
    return hasMarker(error, marker);
  }
}
