import type { UploadTarget } from '@grok-image/core';

/** A picture that is kept. */
export interface Blob {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** What is known of one without reading it. */
export interface BlobHead {
  readonly byteLength: number;
  readonly mediaType: string;
}

/** Where the bytes of pictures are kept, by key: letters, digits and `-_./`. */
export interface BlobStore {
  /** Keeps bytes; the same key again puts them in the place of the old ones. */
  put(key: string, blob: Blob): Promise<void>;
  get(key: string): Promise<Blob | undefined>;
  head(key: string): Promise<BlobHead | undefined>;
  delete(key: string): Promise<void>;
  /**
   * An address that the picture can be read at; `undefined` where it has none.
   *
   * @param options.expiresInMs - milliseconds that a signed address has to work for
   */
  url(key: string, options?: { readonly expiresInMs?: number | undefined }): Promise<string | undefined>;
  /** Addresses by which a service puts a picture there itself; absent where none can. */
  target?(
    key: string,
    options?: { readonly mediaType?: string | undefined; readonly expiresInMs?: number | undefined },
  ): Promise<UploadTarget>;
  /** Deletes what has a key that begins so and was put before (milliseconds since 1970), and says how many. */
  forget(what: { readonly prefix: string; readonly before: number }): Promise<number>;
}
