import type { XaiImageMetadata } from '../image/metadata.ts';
import type { XaiCallOptions } from '../service/transport.ts';

/** A file in xAI's Files API. Times are ISO 8601. */
export interface XaiFile {
  /** For `providerOptions.xai.fileIds`. */
  readonly id: string;
  readonly filename: string;
  readonly bytes: number;
  readonly createdAt: string | undefined;
  /** When it is deleted; `undefined` if never. */
  readonly expiresAt: string | undefined;
  readonly purpose: string | undefined;
  /** In xAI's words, e.g. `uploaded`. */
  readonly status: string | undefined;
  readonly publicUrl: string | undefined;
  readonly publicUrlExpiresAt: string | undefined;
}

/** What to upload. */
export interface XaiFileUpload extends XaiCallOptions {
  /** At most 50 MB. */
  readonly data: Uint8Array | ArrayBuffer | Blob;
  /** Default the name of a `File`, else `image.jpeg` or the like. */
  readonly filename?: string | undefined;
  /** Default what the bytes say. */
  readonly mediaType?: string | undefined;
  /** Seconds until the file is deleted, 3,600 to 2,592,000; without it, never. */
  readonly expiresAfter?: number | undefined;
  /** A label, as xAI's API has it. */
  readonly purpose?: string | undefined;
  /** The team that is to own it, where the key may act for several. */
  readonly teamId?: string | undefined;
}

/** Which files to list, and in which order. */
export interface XaiFileQuery extends XaiCallOptions {
  /** Default `'created_at'`. */
  readonly sortBy?: 'created_at' | 'filename' | 'size' | undefined;
  /** Default `'desc'`. */
  readonly order?: 'asc' | 'desc' | undefined;
  /** In the language of AIP-160, e.g. `filename = "cat.jpg"`. */
  readonly filter?: string | undefined;
  /** Files in one request, 1 to 100, default 100. */
  readonly pageSize?: number | undefined;
}

/** How long a public address lives. */
export interface XaiPublicUrlOptions extends XaiCallOptions {
  /** Seconds, 3,600 to 2,592,000; without it, as long as the file. */
  readonly expiresAfter?: number | undefined;
}

/** A public address of a file. */
export interface XaiPublicUrl {
  readonly publicUrl: string;
  /** ISO 8601. */
  readonly expiresAt: string | undefined;
}

/** A stored image. */
export type XaiStoredImage = Pick<XaiImageMetadata, 'mediaType' | 'width' | 'height'> & {
  readonly data: Uint8Array<ArrayBuffer>;
};

/** xAI's Files API (docs.x.ai, files guide, 2026). Reads are repeated after failures that pass; uploads are sent once. */
export interface XaiFiles {
  /**
   * Uploads a file, so that edits can name it instead of sending it again.
   *
   * @throws InvalidArgumentError for more than 50 MB or a lifetime that is not accepted, before anything is sent;
   * APICallError
   * @example
   * const { id } = await grok.files.upload({ data: await readFile('cat.jpg'), expiresAfter: 86_400 });
   * await generateImage({ model, prompt: 'Make it winter', providerOptions: { xai: { fileIds: [id] } } });
   */
  upload(upload: XaiFileUpload): Promise<XaiFile>;
  /** Looks a file up. */
  get(id: string, options?: XaiCallOptions): Promise<XaiFile>;
  /**
   * Lists the files of the account, page by page as they are asked for.
   *
   * @example
   * for await (const { id, filename } of grok.files.list({ sortBy: 'filename', order: 'asc' })) console.log(id, filename);
   */
  list(query?: XaiFileQuery): AsyncIterable<XaiFile>;
  /**
   * Fetches a stored image.
   *
   * @throws DownloadError when it cannot be fetched or is no image
   */
  content(id: string, options?: XaiCallOptions): Promise<XaiStoredImage>;
  /** Deletes a file and its public address. */
  delete(id: string, options?: XaiCallOptions): Promise<{ readonly id: string; readonly deleted: boolean }>;
  /** Gives a file an address that everybody can open; 1,000 an account. */
  publicUrl(id: string, options?: XaiPublicUrlOptions): Promise<XaiPublicUrl>;
  /** Ends the public address of a file; the file stays. */
  revokePublicUrl(
    id: string,
    options?: XaiCallOptions,
  ): Promise<{ readonly id: string; readonly revoked: boolean }>;
}
