import { GenerationError, hasMarker, type GenerationDetails } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.GenerationFailedError');

/**
 * The service accepted a job and reported that it failed. AI SDK does not repeat it.
 *
 * @example
 * if (GenerationFailedError.isInstance(error)) console.log(error.reasons);
 */
export class GenerationFailedError extends GenerationError {
  /** Every reason the service gave, in its own words. */
  readonly reasons: readonly string[];

  constructor(options: GenerationDetails & { message: string; reasons: readonly string[]; cause?: unknown }) {
    super('GenerationFailedError', marker, options);
    this.reasons = options.reasons;
  }

  static override isInstance(error: unknown): error is GenerationFailedError {
    return hasMarker(error, marker);
  }
}
