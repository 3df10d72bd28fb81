import type { GeneratedImage } from '../image/generated-image.ts';
import type { JsonObject } from '../schema/json.ts';
import { GenerationError, hasMarker, type GenerationDetails, type Resume } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.GenerationIncompleteError');

/**
 * A call went out as several requests, and none of them brought an image. Each has failed in its own way, so each is
 * in `errors`; what all of them cost is in `cost`. AI SDK does not repeat the call.
 *
 * @example
 * if (GenerationIncompleteError.isInstance(error)) {
 *   queue.push(...error.resumes); // collects what still runs, without paying again
 *   const images = await error.retryDownload(); // fetches what is made and paid
 * }
 */
export class GenerationIncompleteError extends GenerationError {
  /** Why each of the requests failed, in their order. */
  readonly errors: readonly unknown[];
  /** The records of the requests: ids, what was asked, what was billed, and `resume`. */
  readonly requests: readonly JsonObject[];
  /** What collects each request that can be collected, one by one to be spread into `providerOptions.<name>`. */
  readonly resumes: readonly Resume[];
  /** Where images are that were paid and could not be fetched; such addresses expire within minutes to hours. */
  readonly urls: readonly string[];
  /** Fetches the paid images of all requests again; empty when none was made, rejects like this error when none can be fetched. */
  readonly retryDownload: (options?: { abortSignal?: AbortSignal }) => Promise<GeneratedImage[]>;

  constructor(
    options: Pick<GenerationDetails, 'provider' | 'modelId' | 'cost'> & {
      message: string;
      errors: readonly unknown[];
      requests: readonly JsonObject[];
      resumes: readonly Resume[];
      urls: readonly string[];
      retryDownload: (options?: { abortSignal?: AbortSignal }) => Promise<GeneratedImage[]>;
    },
  ) {
    super('GenerationIncompleteError', marker, { ...options, cause: options.errors[0] });
    this.errors = options.errors;
    this.requests = options.requests;
    this.resumes = options.resumes;
    this.urls = options.urls;
    this.retryDownload = options.retryDownload;
  }

  static override isInstance(error: unknown): error is GenerationIncompleteError {
    return hasMarker(error, marker);
  }
}
