import type { JsonObject } from '../schema/json.ts';

/** An image that a service made. */
export interface GeneratedImage {
  readonly data: Uint8Array<ArrayBuffer>;
  /** Everything known about this image, absent keys left out. */
  readonly metadata: JsonObject;
}

/** An image that was asked for and is not delivered. */
export interface MissingImage {
  /** Its place among the images of the whole call, from 0. */
  readonly index: number;
  /** Why, in a sentence. */
  readonly reason: string;
  /** Where it is, if it was made and could not be fetched. */
  readonly url?: string;
  /** Its id in a store of the service, if it is kept there. */
  readonly fileId?: string;
}
