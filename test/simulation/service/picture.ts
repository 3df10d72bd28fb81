/** A picture that can be told from every other: its number stands in its bytes. */
export interface PictureSpec {
  readonly number: number;
  readonly type: 'jpeg' | 'png';
  readonly width: number;
  readonly height: number;
}

const sign = 'picture ';

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jfif = [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0x55];
const endOfImage = [0xff, 0xd9];

/** The smallest files whose headers say type and size; nobody decodes their pixels. */
export function paint({ number, type, width, height }: PictureSpec): Uint8Array<ArrayBuffer> {
  const text = [...new TextEncoder().encode(`${sign}${number};`)];
  const parts =
    type === 'png'
      ? [
          pngSignature,
          chunk('IHDR', [bytesOf(width, 4), bytesOf(height, 4), [8, 2, 0, 0, 0]].flat()),
          chunk('tEXt', text),
          chunk('IDAT', [0]),
          chunk('IEND', []),
        ]
      : [
          jfif,
          [0xff, 0xfe],
          bytesOf(text.length + 2, 2),
          text,
          [0xff, 0xc0, 0, 11, 8],
          bytesOf(height, 2),
          bytesOf(width, 2),
          [1, 1, 0x11, 0],
          scan,
          endOfImage,
        ];
  return new Uint8Array(parts.flat());
}

function chunk(name: string, data: readonly number[]): number[] {
  return [bytesOf(data.length, 4), [...new TextEncoder().encode(name)], [...data], bytesOf(0, 4)].flat();
}

/** A number in so many bytes, the highest first. */
function bytesOf(value: number, length: number): number[] {
  return Array.from({ length }, (_, index) => (value >>> (8 * (length - 1 - index))) & 0xff);
}

/** The number of a picture in bytes that were delivered; `undefined` for other bytes. */
export function numberIn(bytes: Uint8Array): number | undefined {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 400));
  const [, digits] = /picture (\d+);/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
