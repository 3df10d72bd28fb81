import type { Picture } from '../picture/store.ts';
import type { StoredFile } from './files.ts';

/** A picture in the Files API, or why it is not there. */
export type StoredImage =
  | { readonly file: StoredFile; readonly publicUrlError?: string | undefined }
  | { readonly error: string };

/** One image of an answer, before it is written down in the caller's terms. */
export interface MadeImage {
  readonly index: number;
  /** Absent if moderation withheld it. */
  readonly picture?: Picture;
  readonly revisedPrompt?: string | undefined;
  /** Present in answers in which moderation flagged something. */
  readonly respectsModeration?: boolean;
  /** Present if the caller gave URLs to upload to. */
  readonly upload?: { readonly url: string; readonly error?: string | undefined };
  readonly stored?: StoredImage | undefined;
}

/** The outcome of one request, before it is written down in the caller's terms. */
export interface Made {
  readonly images: readonly MadeImage[];
  /** In ticks. */
  readonly cost: number;
  /** The id of the model that served. */
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}
