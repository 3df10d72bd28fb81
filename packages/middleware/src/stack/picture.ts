import { inspectImage } from '@grok-image/core';
import { sha256 } from '@grok-image/core/internal';

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
    extension: extensions[mediaType] ?? 'bin',
    sha256: await sha256(bytes, 'tell pictures apart'),
  };
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
  'image/heic': 'heic',
};
