import type { GeneratedImage, MissingImage } from '../image/generated-image.ts';
import { GenerationError, hasMarker, type GenerationDetails } from './generation-error.ts';

const marker = Symbol.for('grok-image.error.ImageDownloadError');

/**
 * Images were made and paid for, but none could be fetched. `urls` says where they are, and
 * `retryDownload()` fetches them again without a new request. AI SDK does not repeat the call.
 *
 * @example
 * if (ImageDownloadError.isInstance(error)) {
 *   for (const { data, metadata } of await error.retryDownload()) await writeFile(`${metadata.index}.jpg`, data);
 * }
 */
export class ImageDownloadError extends GenerationError {
  /** Where the images are; such addresses expire within minutes to hours. */
  readonly urls: readonly string[];
  /** What to do when the addresses bring nothing, a sentence, where the service keeps the images elsewhere. */
  readonly rescue: string | undefined;
  /** What came in place of the images and is none, e.g. a page of a proxy; hidden from logs. */
  declare readonly bytes: readonly Uint8Array<ArrayBuffer>[];
  /** The images by their place in the call, each with its reason and where it is. */
  readonly missing: readonly MissingImage[];
  /**
   * Fetches the images again and resolves with those that come, in their order, each with its metadata, among which is its
   * `index`; rejects like this error when none does.
   */
  readonly retryDownload: (options?: { abortSignal?: AbortSignal }) => Promise<GeneratedImage[]>;

  constructor(
    options: GenerationDetails & {
      message: string;
      cause: unknown;
      urls: readonly string[];
      rescue?: string | undefined;
      bytes?: readonly Uint8Array<ArrayBuffer>[];
      missing?: readonly MissingImage[];
      retryDownload: (options?: { abortSignal?: AbortSignal }) => Promise<GeneratedImage[]>;
    },
  ) {
    super('ImageDownloadError', marker, options);
    this.urls = options.urls;
    this.rescue = options.rescue;
    Object.defineProperty(this, 'bytes', { value: options.bytes ?? [] });
    this.missing = options.missing ?? [];
    this.retryDownload = options.retryDownload;
  }

  static override isInstance(error: unknown): error is ImageDownloadError {
    return hasMarker(error, marker);
  }
}
