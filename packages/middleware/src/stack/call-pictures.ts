import type { BlobStore } from '../stores/blob-store.ts';
import { toPicture, type Picture } from './picture.ts';
import { bytesOf } from './result.ts';

/** What the layers of one call know of its pictures: each is looked at once, and kept once in a store. */
export interface CallPictures {
  /** Looks at the bytes of a picture, whichever way it came. */
  look(image: string | Uint8Array): Promise<Picture>;
  /** Says that a picture stands in a store, under a key that holds no other bytes ever. */
  note(picture: Picture, blobs: BlobStore, key: string): void;
  /** The key of a picture that this call has put into a store. */
  keyIn(blobs: BlobStore, picture: Picture): string | undefined;
}

export function createCallPictures(): CallPictures {
  const looked = new Map<string | Uint8Array, Promise<Picture>>();
  const keys = new Map<BlobStore, Map<string, string>>();
  return {
    look(image) {
      const picture = looked.get(image) ?? toPicture(bytesOf(image));
      looked.set(image, picture);
      return picture;
    },
    note({ sha256 }, blobs, key) {
      const known = keys.get(blobs) ?? new Map<string, string>();
      keys.set(blobs, known.set(sha256, key));
    },
    keyIn: (blobs, { sha256 }) => keys.get(blobs)?.get(sha256),
  };
}
