import { APICallError } from '@ai-sdk/provider';
import type { ApiCallErrorArguments } from '../http/api-error.ts';
import { hasMarker, type GenerationDetails } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.InsufficientFundsError');

/**
 * The account cannot pay for the request. Nothing was started and nothing was billed.
 *
 * @example
 * if (InsufficientFundsError.isInstance(error)) showTopUpPage();
 */
export class InsufficientFundsError extends APICallError implements GenerationDetails {
  readonly [marker] = true;
  readonly provider: string;
  readonly modelId: string;

  constructor(options: Omit<ApiCallErrorArguments, 'isRetryable'> & GenerationDetails) {
    super({ ...options, isRetryable: false });
    this.name = 'InsufficientFundsError';
    this.provider = options.provider;
    this.modelId = options.modelId;
  }

  static override isInstance(error: unknown): error is InsufficientFundsError {
    return hasMarker(error, marker);
  }
}
