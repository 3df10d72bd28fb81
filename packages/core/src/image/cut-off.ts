/**
 * Whether the file of an image ends before the image does, as after a transfer that broke off unnoticed. The head alone
 * gives type and size, so that half a picture would pass for a whole one. Known for JPEG, PNG and WebP, the formats that
 * the services make; of others nothing is said.
 */
export function isCutOff(data: Uint8Array): boolean {
  if (startsWith(data, [0xff, 0xd8])) return isJpegCutOff(data);
  if (startsWith(data, [0x89, 0x50, 0x4e, 0x47])) return !endsPng(data);
  if (startsWith(data, [0x52, 0x49, 0x46, 0x46])) return riffLength(data) > data.length;
  return false;
}

/**
 * Within the pixels, 0xFF is never followed by the code of a marker. So the last marker of the two that is found tells
 * whether the pixels that it begins have an end; what stands after the end does not matter.
 */
function isJpegCutOff(data: Uint8Array): boolean {
  const [startOfScan, endOfImage] = [0xda, 0xd9];
  for (let index = data.length - 2; index >= 0; index--) {
    if (data[index] !== 0xff) continue;
    if (data[index + 1] === endOfImage) return false;
    if (data[index + 1] === startOfScan) return true;
  }
  return true;
}

/** The chunk IEND is the last one. */
function endsPng(data: Uint8Array): boolean {
  for (let index = data.length - 4; index >= 0; index--) {
    if (startsWith(data.subarray(index), [0x49, 0x45, 0x4e, 0x44])) return true;
  }
  return false;
}

/** A RIFF file says its length, less the eight bytes that say so. */
function riffLength(data: Uint8Array): number {
  if (data.length < 8) return Number.POSITIVE_INFINITY;
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(4, true) + 8;
}

function startsWith(data: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => data[index] === byte);
}
