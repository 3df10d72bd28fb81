import { GenerationError, hasMarker, type GenerationDetails } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.GenerationTimeoutError');

/**
 * The time limit passed before the images came. The job may still finish and be billed: where something collects it
 * (`resume`), passing that back as provider option brings the images without paying again.
 *
 * @example
 * if (GenerationTimeoutError.isInstance(error) && error.resume) queue.push(error.resume);
 */
export class GenerationTimeoutError extends GenerationError {
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number;

  constructor(options: GenerationDetails & { message: string; timeoutMs: number; cause?: unknown }) {
    super('GenerationTimeoutError', marker, options);
    this.timeoutMs = options.timeoutMs;
  }

  static override isInstance(error: unknown): error is GenerationTimeoutError {
    return hasMarker(error, marker);
  }
}
