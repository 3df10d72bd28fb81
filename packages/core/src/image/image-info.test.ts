import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectImage } from './image-info.ts';
import { images } from '../test/images.ts';

const known = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/heic'];

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What any bytes may be answered with: nothing, or a known type and a size in whole pixels. */
function expectSane(data: Uint8Array): void {
  const info = inspectImage(data);
  if (info === undefined) return;
  expect(known).toContain(info.mediaType);
  expect(Number.isInteger(info.width) && info.width > 0).toBe(true);
  expect(Number.isInteger(info.height) && info.height > 0).toBe(true);
}

describe('inspectImage', () => {
  it.each([
    ['jpeg', images.jpeg, { mediaType: 'image/jpeg', width: 16, height: 9 }],
    ['png', images.png, { mediaType: 'image/png', width: 3, height: 2 }],
    ['webp', images.webp, { mediaType: 'image/webp', width: 5, height: 4 }],
    ['avif', images.avif, { mediaType: 'image/avif', width: 8, height: 6 }],
    ['gif', images.gif, { mediaType: 'image/gif', width: 1, height: 1 }],
  ])('reads type and size of a %s', (_, data, info) => {
    expect(inspectImage(data)).toEqual(info);
  });

  it('reads an image that is a view into a larger buffer', () => {
    const buffer = new Uint8Array(1000);
    buffer.set(images.jpeg, 500);

    expect(inspectImage(buffer.subarray(500, 500 + images.jpeg.length))).toMatchObject({
      width: 16,
      height: 9,
    });
  });

  it('reads a JPEG whose size stands behind more than 256 KiB of metadata', () => {
    const segment = new Uint8Array(65_537);
    segment.set([0xff, 0xe1, 0xff, 0xff]);
    const data = Buffer.concat([
      images.jpeg.subarray(0, 2),
      ...Array.from({ length: 5 }, () => segment),
      images.jpeg.subarray(2),
    ]);

    expect(inspectImage(data)).toEqual({ mediaType: 'image/jpeg', width: 16, height: 9 });
  });

  it('reads the largest size that a PNG can say', () => {
    const data = images.png.slice();
    data.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 16);

    expect(inspectImage(data)).toEqual({ mediaType: 'image/png', width: 2 ** 32 - 1, height: 2 ** 32 - 1 });
  });

  it('refuses an image without width or height', () => {
    const flat = images.png.slice();
    flat.set([0, 0, 0, 0], 20);

    expect(inspectImage(flat)).toBeUndefined();
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['an MP4', bytes('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom\0\0\0\bmoov')],
    ['a HEIC', bytes('\0\0\0\u0018ftypheic\0\0\0\0heicmif1\0\0\0\bmeta')],
    ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')],
    ['an HTML page', bytes('<!doctype html><title>502 Bad Gateway</title>')],
    ['JSON', bytes('{"error":"expired"}')],
    ['a PDF', bytes('%PDF-1.7\n1 0 obj')],
    ['a BMP', bytes('BM\u0036\0\0\0\0\0\0\0\u0036\0\0\0')],
    ['the first bytes of a PNG', images.png.subarray(0, 20)],
    ['the first bytes of a JPEG', images.jpeg.subarray(0, 20)],
    ['the first bytes of a WebP', images.webp.subarray(0, 20)],
    ['the first bytes of a GIF', images.gif.subarray(0, 6)],
  ])('refuses %s', (_, data) => {
    expect(inspectImage(data)).toBeUndefined();
  });

  it.each([
    ['a list of brands', [8 * 2 ** 20, 'ftypavif']],
    ['the metadata of a JPEG', [0xffd8ff << 8, '']],
  ] as const)('gives up at once on a large file that is all %s', (_, [start, name]) => {
    const data = new Uint8Array(8 * 2 ** 20);
    new DataView(data.buffer).setUint32(0, start >>> 0);
    data.set(bytes(name), 4);
    const begun = process.cpuUsage();

    expect(inspectImage(data)).toBeUndefined();
    expect(process.cpuUsage(begun).user).toBeLessThan(1_000_000);
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectSane));
  });

  it('never throws on real images that are cut and damaged', () => {
    const damaged = fc
      .tuple(
        fc.constantFrom(...Object.values(images)),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
      )
      .map(([image, length, changes]) => {
        const data = image.slice(0, length % (image.length + 1));
        for (const [index, value] of changes) if (data.length > 0) data[index % data.length] = value;
        return data;
      });

    fc.assert(fc.property(damaged, expectSane), { numRuns: 2000 });
  });
});
