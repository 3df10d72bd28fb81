import { inspectImage } from '@grok-image/core';
import { sha256 } from '@grok-image/core/internal';
import { extensionOf } from '../stores/media-type.ts';

/** What a picture is called where it is kept. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Of the file, without a dot. */
  readonly extension: string;
  /** 64 characters of hex. */
  readonly sha256: string;
}

/** Looks at the bytes of a picture, which know better than any header what they are. */
export async function toPicture(bytes: Uint8Array): Promise<Picture> {
  const mediaType = inspectImage(bytes)?.mediaType ?? 'application/octet-stream';
  return {
    bytes,
    mediaType,
    extension: extensionOf(mediaType),
    sha256: await sha256(bytes, 'tell pictures apart'),
  };
}
