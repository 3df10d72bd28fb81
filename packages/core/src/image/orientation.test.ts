import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectImage } from './image-info.ts';
import { isOnItsSide } from './orientation.ts';
import { images } from '../test/images.ts';

const { jpeg } = images;

/** Puts a segment behind the start of the 16 by 9 pixels. */
function withSegment(content: Uint8Array, name = 0xe1): Uint8Array {
  const head = Uint8Array.of(0xff, name, (content.length + 2) >> 8, (content.length + 2) & 0xff);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

/** A segment with an orientation, behind another tag. */
function exif(
  orientation: number,
  isLittle = false,
  { type = 3, directory = 8, count = 2 } = {},
): Uint8Array {
  const data = new Uint8Array(6 + 8 + 2 + 2 * 12);
  data.set(new TextEncoder().encode(isLittle ? 'Exif\0\0II' : 'Exif\0\0MM'));
  const view = new DataView(data.buffer, 6);
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, directory, isLittle);
  view.setUint16(8, count, isLittle);
  view.setUint16(10, 0x0100, isLittle);
  view.setUint16(22, 0x0112, isLittle);
  view.setUint16(24, type, isLittle);
  view.setUint32(26, 1, isLittle);
  view.setUint16(30, orientation, isLittle);
  return data;
}

describe.each([true, false])('the orientation of a JPEG, little end first: %s', isLittle => {
  it.each([1, 2, 3, 4])('%s leaves width and height as they are', orientation => {
    const photo = withSegment(exif(orientation, isLittle));
    expect(inspectImage(photo)).toEqual({ mediaType: 'image/jpeg', width: 16, height: 9 });
  });

  it.each([5, 6, 7, 8])('%s exchanges width and height', orientation => {
    const photo = withSegment(exif(orientation, isLittle));
    expect(inspectImage(photo)).toEqual({ mediaType: 'image/jpeg', width: 9, height: 16 });
  });

  it.each([
    ['0', exif(0, isLittle)],
    ['9', exif(9, isLittle)],
    ['no number of two bytes', exif(6, isLittle, { type: 4 })],
    ['in a directory that is not there', exif(6, isLittle, { directory: 0xffff_fff0 })],
    ['behind the end of its directory', exif(6, isLittle, { count: 1 })],
    ['cut off', exif(6, isLittle).subarray(0, 32)],
    ['in other metadata', new TextEncoder().encode('http://ns.adobe.com/xap/1.0/\0')],
    ['of neither byte order', exif(6, isLittle).fill(0x41, 6, 8)],
  ])('says nothing where it is %s', (_, content) => {
    expect(isOnItsSide(withSegment(content))).toBe(false);
  });
});

it('is found behind another segment and fill bytes, and where the bytes are a part of others', () => {
  const photo = Buffer.concat([
    Uint8Array.of(1, 2, 3, 0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff),
    withSegment(exif(8)).subarray(2),
  ]);
  expect(isOnItsSide(photo.subarray(3))).toBe(true);
});

it('is not looked for among the pixels', () => {
  const photo = withSegment(exif(8)).subarray(2);
  expect(isOnItsSide(Buffer.concat([Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2), photo]))).toBe(false);
});

it('is told of 8 MiB of empty segments in less than a second of the processor', () => {
  const data = new Uint8Array(8 * 2 ** 20);
  for (let place = 2; place + 4 <= data.length; place += 4) data.set([0xff, 0xe1, 0, 2], place);
  const begun = process.cpuUsage();
  expect(isOnItsSide(data)).toBe(false);
  expect(process.cpuUsage(begun).user).toBeLessThan(1_000_000);
});

it('never throws, whatever stands in the metadata', () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(exif(6), exif(6, true)),
      fc.nat(60),
      fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 12 }),
    )
    .map(([content, length, changes]) => {
      const data = content.slice(0, length);
      for (const [index, value] of changes) if (data.length > 0) data[index % data.length] = value;
      return withSegment(data);
    });

  fc.assert(
    fc.property(damaged, data => {
      const { width, height } = inspectImage(data) ?? { width: 0, height: 0 };
      expect([width, height].toSorted((one, other) => one - other)).toEqual([9, 16]);
    }),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), data => typeof isOnItsSide(data) === 'boolean'));
});
