import type { ImageType } from './image-type.ts';

/** Whether a file has the end of its picture: decoders show half of one, and real services do not take it. */
export function isWhole(bytes: Uint8Array, type: ImageType): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'image/jpeg':
      // Behind the start of its last scan, as a thumbnail has an end of its own.
      return (
        file.lastIndexOf('\xff\xd9', undefined, 'latin1') > file.lastIndexOf('\xff\xda', undefined, 'latin1')
      );
    case 'image/png':
      return file.lastIndexOf('IEND', undefined, 'latin1') > 0;
    case 'image/webp':
      return file.length >= 12 && file.readUInt32LE(4) + 8 <= file.length;
    default:
      return type satisfies never;
  }
}
