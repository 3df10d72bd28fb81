import { GenerationError, hasMarker, type GenerationDetails } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.ImageDownloadError');

/**
 * Images were made and paid for, but none could be fetched. `urls` says where they are, and
 * `retryDownload()` fetches them again without a new request. AI SDK does not repeat the call.
 *
 * @example
 * if (ImageDownloadError.isInstance(error)) {
 *   const images = await error.retryDownload();
 *   await writeFile('cat.jpg', images[0]);
 * }
 */
export class ImageDownloadError extends GenerationError {
  /** Where the images are; such addresses expire within minutes to hours. */
  readonly urls: readonly string[];
  /** What to do when the addresses bring nothing, a sentence, where the service keeps the images elsewhere. */
  readonly rescue: string | undefined;
  /** Fetches the images again and resolves with those that come, in their order; rejects like this error when none does. */
  readonly retryDownload: (options?: { abortSignal?: AbortSignal }) => Promise<Uint8Array[]>;

  constructor(
    options: GenerationDetails & {
      message: string;
      cause: unknown;
      urls: readonly string[];
      rescue?: string | undefined;
      retryDownload: (options?: { abortSignal?: AbortSignal }) => Promise<Uint8Array[]>;
    },
  ) {
    super('ImageDownloadError', marker, options);
    this.urls = options.urls;
    this.rescue = options.rescue;
    this.retryDownload = options.retryDownload;
  }

  static override isInstance(error: unknown): error is ImageDownloadError {
    return hasMarker(error, marker);
  }
}
