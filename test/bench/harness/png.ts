import { randomBytes } from 'node:crypto';

/** Bytes that begin and end like a PNG of 1024 by 1024 pixels; between them is noise, which no transport can make smaller. */
export function toPng(byteLength: number): Buffer {
  const image = randomBytes(Math.max(byteLength, 64));
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(image);
  image.writeUInt32BE(1024, 16);
  image.writeUInt32BE(1024, 20);
  Buffer.from('0000000049454e44ae426082', 'hex').copy(image, image.byteLength - 12);
  return image;
}
