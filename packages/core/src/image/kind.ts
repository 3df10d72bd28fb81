/** What a file is by its beginning. */
export interface FileKind {
  /** In words, with its article. */
  readonly what: string;
  /** Whether its head can be read here; `false` for a picture of another format, `undefined` for no picture. */
  readonly isKnown?: boolean | undefined;
}

/** As much of a file as is looked at, in bytes. */
const headBytes = 512;

/** Kinds of files with how they begin, one letter a byte; the first that fits is it. */
const kinds: readonly (readonly [start: RegExp, kind: FileKind])[] = [
  [/^\xff\xd8\xff/, { what: 'a JPEG', isKnown: true }],
  [/^\x89PNG/, { what: 'a PNG', isKnown: true }],
  [/^GIF8/, { what: 'a GIF', isKnown: true }],
  [/^RIFF.{4}WEBP/s, { what: 'a WebP', isKnown: true }],
  [/^.{4}ftyp(?:avi[fs]|m(?:if|sf)1.{4}(?:.{4}){0,9}?avi[fs])/s, { what: 'an AVIF', isKnown: true }],
  [/^.{4}ftyp(?:hei|hev|mif1|msf1)/s, { what: 'a HEIC', isKnown: true }],
  [/^(?:II\*\0|MM\0\*)/, { what: 'a TIFF', isKnown: false }],
  [/^BM.{4}\0{4}/s, { what: 'a BMP', isKnown: false }],
  [/^(?:\xff\n|\0{3}.JXL )/s, { what: 'a JPEG XL', isKnown: false }],
  [/^(?:.E\xdf\xa3|ID3|OggS|fLaC|RIFF.{4}(?:AVI |WAVE)|.{4}ftyp)/s, { what: 'a video or sound' }],
  [/^(?:PK|.\x8b|7z\xbc\xaf|Rar!)/s, { what: 'an archive' }],
  [/^%PDF/, { what: 'a PDF' }],
  [/^(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?)?<svg\b/s, { what: 'an SVG' }],
];

/**
 * Tells by its first bytes what a file is; `undefined` where they say nothing.
 *
 * @example
 * kindOf(new TextEncoder().encode('%PDF-1.7')); // { what: 'a PDF' }
 */
export function kindOf(data: Uint8Array): FileKind | undefined {
  if (data.byteLength === 0) return { what: 'none at all' };
  const head = data.subarray(0, headBytes);
  const latin = Array.from(head, byte => String.fromCharCode(byte)).join('');
  const found = kinds.find(([start]) => start.test(latin));
  if (found) return found[1];
  // Pictures hold bytes that no text has, near their beginning.
  return head.every(isTextByte) && isUtf8(head) ? { what: 'text and no image' } : undefined;
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
