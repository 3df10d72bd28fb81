import { DownloadError } from '@ai-sdk/provider-utils';
import { isCutOff } from './cut-off.ts';
import { inspectImage, type ImageInfo } from './image-info.ts';

/** A downloaded image with what its bytes say. */
export interface DownloadedImage {
  readonly data: Uint8Array;
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
  declare readonly bytes: Uint8Array;

  constructor(url: string, bytes: Uint8Array, what: string) {
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
export function toImage(data: Uint8Array, url: string): DownloadedImage {
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

/** Starts of files by which they are no picture, and those of pictures that cannot be read any further. */
const starts: readonly (readonly [what: string, start: RegExp])[] = [
  [
    'a video or sound',
    /^(?:.E\xdf\xa3|ID3|OggS|fLaC|RIFF.{4}(?:AVI |WAVE)|.{4}ftyp(?!avi[fs]|hei|mif1|msf1))/s,
  ],
  ['an archive', /^(?:PK|.\x8b|7z\xbc\xaf|Rar!)/s],
  ['a PDF', /^%PDF/],
  [
    'a JPEG, PNG, WebP, AVIF or GIF without a head that can be read',
    /^(?:\xff\xd8\xff|\x89PNG|GIF8|RIFF.{4}WEBP|.{4}ftyp)/s,
  ],
];

/** As much of a file as is looked at. */
const headBytes = 512;

/** Why bytes are certainly no picture; `undefined` when they may be one. */
function certainlyNot(data: Uint8Array): string | undefined {
  if (data.byteLength === 0) return 'none at all';
  const head = data.subarray(0, headBytes);
  const latin = Array.from(head, byte => String.fromCharCode(byte)).join('');
  const start = starts.find(([, pattern]) => pattern.test(latin));
  if (start) return start[0];
  // Pictures hold bytes that no text has, near their beginning.
  return head.every(isTextByte) && isUtf8(head) ? 'text and no image' : undefined;
}

/** Tab, line feed, carriage return, escape, and whatever is no control character. */
function isTextByte(byte: number): boolean {
  return byte >= 0x20 || [0x09, 0x0a, 0x0d, 0x1b].includes(byte);
}

/** A letter may be cut in two at the end of what is looked at. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function hexOf(data: Uint8Array): string {
  return Array.from(data.subarray(0, 4), byte => byte.toString(16).padStart(2, '0')).join(' ');
}
