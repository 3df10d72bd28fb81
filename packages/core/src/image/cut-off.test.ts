import { describe, expect, it } from 'vitest';
import { isCutOff } from './cut-off.ts';
import { images } from '../test/images.ts';

const { jpeg, png, webp, gif, avif } = images;

describe('isCutOff', () => {
  it.each(Object.entries(images))('finds nothing missing in a whole %s', (_, data) => {
    expect(isCutOff(data)).toBe(false);
  });

  it.each([
    ['JPEG', jpeg],
    ['PNG', png],
    ['WebP', webp],
  ])('tells half a %s, and one without its last bytes', (_, data) => {
    expect(isCutOff(data.subarray(0, data.length / 2))).toBe(true);
    expect(isCutOff(data.subarray(0, data.length - 8))).toBe(true);
  });

  it.each([
    ['JPEG', jpeg],
    ['PNG', png],
    ['WebP', webp],
  ])('does not mind what stands after a %s', (_, data) => {
    expect(isCutOff(Buffer.concat([data, new Uint8Array(64)]))).toBe(false);
  });

  it('does not take the end of a thumbnail for the end of a JPEG', () => {
    const thumbnail = Buffer.concat([jpeg.subarray(0, 2), jpeg]);
    expect(isCutOff(Buffer.concat([thumbnail, jpeg.subarray(2, -2)]))).toBe(true);
  });

  it('does not take the start of a scan in what stands after a JPEG for one of its own', () => {
    expect(isCutOff(Buffer.concat([jpeg, Uint8Array.of(0xff, 0xda, 0, 0)]))).toBe(false);
  });

  it.each([
    ['a PNG of first bytes of its end', [0x89, 0x50, 0x4e, 0x47], 0x49],
    ['a PNG of zeros', [0x89, 0x50, 0x4e, 0x47], 0],
    ['a JPEG of first bytes of its end', [0xff, 0xd8, 0xff, 0xda], 0xff],
  ])('takes no second of the processor for 60 MiB without an end: %s', (_, head, fill) => {
    const data = new Uint8Array(60 * 2 ** 20).fill(fill);
    data.set(head);
    const begun = process.cpuUsage();
    expect(isCutOff(data)).toBe(true);
    expect(process.cpuUsage(begun).user).toBeLessThan(800_000);
  });

  it('says nothing of formats whose end it does not know', () => {
    expect([gif, avif].map(data => isCutOff(data.subarray(0, data.length - 4)))).toEqual([false, false]);
  });
});
