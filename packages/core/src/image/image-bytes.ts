import { DownloadError } from '@ai-sdk/provider-utils';
import { receivedBytes } from '../messages/bytes.ts';
import { isCutOff } from './cut-off.ts';
import { inspectImage, type ImageInfo } from './image-info.ts';
import { kindOf } from './kind.ts';

/** A downloaded image with what its bytes say. */
export interface DownloadedImage {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly info: ImageInfo;
  /** What is wrong with it, completing "An image …": it is paid and is delivered all the same. */
  readonly flaw?: string | undefined;
  /** Whether only its first part came. */
  readonly isCutOff?: boolean | undefined;
}

const marker = Symbol.for('grok-image.error.NotAnImageError');

/** Bytes came for an image that are none. They were paid for, so that they are kept. */
export class NotAnImageError extends DownloadError {
  /** What came; hidden from logs. */
  declare readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(url: string, bytes: Uint8Array<ArrayBuffer>, what: string) {
    super({ url, message: `Failed to read an image: its ${bytes.byteLength} bytes are ${what}.` });
    Object.defineProperty(this, 'bytes', { value: bytes });
    Object.defineProperty(this, marker, { value: true });
  }

  static override isInstance(error: unknown): error is NotAnImageError {
    return DownloadError.isInstance(error) && marker in error;
  }
}

/**
 * Makes an image of the bytes that came for one. Only the first part of one has a flaw, and so has what is no format that
 * is known here and yet may be a picture.
 *
 * @throws NotAnImageError, which has the bytes, when they are certainly none: text, a video, or nothing
 */
export function toImage(bytes: Uint8Array, url: string): DownloadedImage {
  const data = receivedBytes(bytes);
  const info = inspectImage(data);
  if (info && isCutOff(data)) {
    const flaw = `breaks off after ${data.byteLength} bytes, before its end`;
    return { data, info, flaw, isCutOff: true };
  }
  if (info) return { data, info };
  const what = certainlyNot(data);
  if (what !== undefined) throw new NotAnImageError(url, data, what);
  return {
    data,
    info: { mediaType: 'application/octet-stream', width: 0, height: 0 },
    flaw: `is of a format that is not known here (its ${data.byteLength} bytes begin with ${hexOf(data)})`,
  };
}

/** No format has a picture in fewer bytes; a GIF of one pixel has 35. */
const leastBytes = 24;

/** Why bytes are certainly no picture that anybody can show; `undefined` when they may be one. */
function certainlyNot(data: Uint8Array): string | undefined {
  const kind = kindOf(data);
  if (kind?.isKnown === false) return undefined;
  if (kind === undefined && data.byteLength < leastBytes) return 'too few for an image';
  return kind?.isKnown ? `${kind.what} without a head that can be read` : kind?.what;
}

function hexOf(data: Uint8Array): string {
  return Array.from(data.subarray(0, 4), byte => byte.toString(16).padStart(2, '0')).join(' ');
}
