import type { ImageType } from './image-type.ts';
import { isWhole } from './is-whole.ts';
import type { PixelSize } from './pixel-size.ts';

function sniffImageType(bytes: Uint8Array): ImageType | undefined {
  const starts = (signature: readonly number[], offset = 0): boolean =>
    signature.every((byte, index) => bytes[offset + index] === byte);
  if (starts([0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp';
  return undefined;
}

/** Decodes an image file; `undefined` if it is not a JPEG, PNG or WebP that is whole and can be decoded. */
export async function inspectImage(
  bytes: Uint8Array,
): Promise<({ readonly type: ImageType } & PixelSize) | undefined> {
  const type = sniffImageType(bytes);
  if (type === undefined || !isWhole(bytes, type)) return undefined;
  const { loadImage } = await import('@napi-rs/canvas');
  try {
    const { width, height } = await loadImage(bytes);
    return { type, width, height };
  } catch {
    // The decoder says no more than that it failed; the caller reports the image as unreadable.
    return undefined;
  }
}
