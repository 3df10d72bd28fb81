import { imageDimensionsFromData } from 'image-dimensions';
import { isOnItsSide } from './orientation.ts';

/** The image formats that are known here, and what may be a picture of another one. */
export type ImageMediaType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/avif'
  | 'image/gif'
  | 'image/heic'
  | 'application/octet-stream';

/** What the bytes of an image say about it. Width and height are in pixels, as viewers show it, 0 where the format is not known. */
export interface ImageInfo {
  readonly mediaType: ImageMediaType;
  readonly width: number;
  readonly height: number;
}

const mediaTypes: Readonly<Record<string, ImageMediaType>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  heic: 'image/heic',
};

/** Headers stand in the first bytes; only a file with very long metadata needs more of it read. */
const headerBytes = 256 * 1024;
/** As far as it goes: a file can be all header, and reading 64 MiB of it would stop everything else for seconds. */
const longestHeaderBytes = 4 * 1024 * 1024;

/** Longest list of brands at the start of an AVIF in bytes; real ones have a handful, four bytes each. */
const longestBrands = 4096;

/**
 * Reads media type and pixel size from the bytes themselves, whatever a header or file name says.
 *
 * @returns `undefined` for anything that is not a readable JPEG, PNG, WebP, AVIF, GIF or HEIC.
 * @example
 * inspectImage(bytes); // { mediaType: 'image/jpeg', width: 1024, height: 1024 }
 */
export function inspectImage(bytes: Uint8Array): ImageInfo | undefined {
  const found =
    readDimensions(bytes.subarray(0, headerBytes)) ??
    (bytes.length > headerBytes ? readDimensions(bytes.subarray(0, longestHeaderBytes)) : undefined);
  const mediaType = found && mediaTypes[found.type];
  if (!mediaType || !(found.width > 0) || !(found.height > 0)) return undefined;
  const { width, height } = found;
  const isTurned = mediaType === 'image/jpeg' && isOnItsSide(bytes.subarray(0, longestHeaderBytes));
  return isTurned ? { mediaType, width: height, height: width } : { mediaType, width, height };
}

function readDimensions(bytes: Uint8Array): { width: number; height: number; type: string } | undefined {
  if (hasTooManyBrands(bytes)) return undefined;
  try {
    return imageDimensionsFromData(bytes);
  } catch (error) {
    // A header that lies about its own lengths makes the reader run off the end: not an image.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The first box of an AVIF lists its brands; its length stands in front of its name. */
function hasTooManyBrands(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0, last = 0, ...name] = bytes.subarray(0, 8);
  const length = first * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + last;
  return String.fromCharCode(...name) === 'ftyp' && length > longestBrands;
}
