import type { PixelSize } from './pixel-size.ts';

export interface InspectedImage extends PixelSize {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
}

/** Decodes an image file; `undefined` if it is not a JPEG, PNG or WebP that is whole and can be decoded. */
export async function inspectImage(bytes: Uint8Array): Promise<InspectedImage | undefined> {
  const type = typeOfWhole(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (type === undefined) return undefined;
  const { loadImage } = await import('@napi-rs/canvas');
  try {
    const { width, height } = await loadImage(bytes);
    return { type, width, height };
  } catch {
    // The decoder says no more than that it failed; the caller reports the image as unreadable.
    return undefined;
  }
}

/** The type of a file that has the end of its picture: decoders show half of one, and real services do not take it. */
function typeOfWhole(file: Buffer): InspectedImage['type'] | undefined {
  const text = file.toString('latin1');
  // Behind the start of its last scan, as a thumbnail has an end of its own.
  if (text.startsWith('\xff\xd8\xff') && text.lastIndexOf('\xff\xd9') > text.lastIndexOf('\xff\xda'))
    return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n') && text.includes('IEND')) return 'image/png';
  const isWebp = /^RIFF.{4}WEBP/s.test(text) && file.readUInt32LE(4) + 8 <= file.length;
  return isWebp ? 'image/webp' : undefined;
}
