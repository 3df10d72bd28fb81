const marker = { exif: 0xe1, startOfScan: 0xda } as const;

/** `Exif` and two zeros, with which the segment begins (CIPA DC-008, Exif 3.0, 4.7.2). */
const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** The tag of the orientation, and the type of its value, a number of two bytes (same source, 4.6.5). */
const tag = { orientation: 0x0112, short: 3 } as const;

/** Length of an entry in a directory of tags, in bytes. */
const entryBytes = 12;

/**
 * Whether a JPEG is shown on its side: viewers exchange its width and height where its EXIF orientation is 5 to 8. What is
 * broken in it says nothing, as for viewers.
 *
 * @example
 * isOnItsSide(photo); // true for one that a phone took upright
 */
export function isOnItsSide(data: Uint8Array): boolean {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let place = 2;
  // Segment by segment, up to the pixels; four bytes are its marker and its length.
  while (place + 4 <= view.byteLength && view.getUint8(place) === 0xff) {
    const name = view.getUint8(place + 1);
    if (name === 0xff) {
      // Any number of fill bytes may stand in front of a marker.
      place += 1;
      continue;
    }
    const length = view.getUint16(place + 2);
    if (name === marker.startOfScan || length < 2) return false;
    const segment = data.subarray(place + 4, place + 2 + length);
    if (name === marker.exif && exif.every((byte, index) => segment[index] === byte)) {
      return (readOrientation(segment.subarray(exif.length)) ?? 1) >= 5;
    }
    place += 2 + length;
  }
  return false;
}

/** The orientation in a TIFF of tags, 1 to 8; `undefined` where there is none that can be read. */
function readOrientation(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return undefined;
  const order = view.getUint16(0);
  const isLittle = order === 0x4949;
  if ((!isLittle && order !== 0x4d4d) || view.getUint16(2, isLittle) !== 42) return undefined;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > view.byteLength) return undefined;
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * entryBytes;
    if (entry + entryBytes > view.byteLength) return undefined;
    if (view.getUint16(entry, isLittle) !== tag.orientation) continue;
    const value = view.getUint16(entry + 8, isLittle);
    const isRight = view.getUint16(entry + 2, isLittle) === tag.short && value >= 1 && value <= 8;
    return isRight ? value : undefined;
  }
  return undefined;
}
