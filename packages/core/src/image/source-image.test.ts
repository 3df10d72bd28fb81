import { convertUint8ArrayToBase64 } from '@ai-sdk/provider-utils';
import { describe, expect, it } from 'vitest';
import { fromImageFile, fromImageString, toImageUrl, type ImageFile } from './source-image.ts';
import { errorOf } from '../test/catch.ts';
import { images } from '../test/images.ts';

const tenMiB = 10 * 1024 * 1024;

function paddedFile(image: Uint8Array, bytes: number): ImageFile & { data: Uint8Array } {
  const data = new Uint8Array(bytes);
  data.set(image);
  return { type: 'file', mediaType: 'image/png', data };
}

describe.each([
  ['image/jpeg', images.jpeg],
  ['image/png', images.png],
  ['image/webp', images.webp],
])('a source image of %s', (mediaType, data) => {
  const base64 = convertUint8ArrayToBase64(data);

  it('is taken as bytes, base64 and data URL', () => {
    const source = { type: 'bytes', mediaType, data };

    expect(fromImageFile({ type: 'file', mediaType, data }, 'files[0]')).toEqual(source);
    expect(fromImageFile({ type: 'file', mediaType, data: base64 }, 'files[0]')).toEqual(source);
    expect(fromImageString(base64, 'images[0]')).toEqual(source);
    expect(fromImageString(`data:${mediaType};base64,${base64}`, 'images[0]')).toEqual(source);
    expect(fromImageString(`data:;base64,${base64}`, 'images[0]')).toEqual(source);
  });

  it('keeps the type of its bytes, whatever was declared', () => {
    expect(fromImageFile({ type: 'file', mediaType: 'image/avif', data }, 'files[0]')).toMatchObject({
      mediaType,
    });
    expect(fromImageString(`data:text/plain;charset=utf-8;base64,${base64}`, 'images[0]')).toMatchObject({
      mediaType,
    });
  });

  it('travels as a data URL of its real type', () => {
    const source = fromImageFile({ type: 'file', mediaType: 'image/gif', data }, 'files[0]');

    expect(toImageUrl(source)).toBe(`data:${mediaType};base64,${base64}`);
  });
});

describe('an address', () => {
  it.each(['https://example.com/cat.jpg', 'http://example.com/cat', 'HTTPS://example.com/?a=b,c'])(
    '%s is kept as it is',
    url => {
      expect(fromImageFile({ type: 'url', url }, 'files[0]')).toEqual({ type: 'url', url });
      expect(toImageUrl(fromImageString(url, 'images[0]'))).toBe(url);
    },
  );

  it.each(['https://', 'ftp://example.com/cat.jpg', 'file:///etc/passwd', './cat.jpg'])(
    '%s is refused',
    url => {
      expect(() => fromImageString(url, 'images[1]')).toThrow('Invalid images[1]: got');
    },
  );
});

describe('what is refused', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

  it.each([
    ['an SVG as bytes', new TextEncoder().encode(svg)],
    ['an SVG as base64', btoa(svg)],
    ['an SVG as data URL', `data:image/svg+xml,${encodeURIComponent(svg)}`],
    ['a GIF, which the services do not take', images.gif],
    ['an AVIF, which the services do not take', images.avif],
    ['junk', new Uint8Array([1, 2, 3, 4, 5])],
    ['no bytes', new Uint8Array()],
    ['text that is no base64', 'not an image at all!'],
    ['an empty text', ''],
  ])('%s', async (_, data) => {
    const error = await errorOf(() =>
      fromImageFile({ type: 'file', mediaType: 'image/png', data }, 'files[2]'),
    );

    expect(error).toMatchObject({ name: 'AI_InvalidArgumentError', argument: 'files[2]' });
    expect(error.message).toMatch(
      /^Invalid files\[2\]: got .+\. Accepted: a JPEG, PNG or WebP image .*Nothing was sent\.$/,
    );
  });

  it('more than 10 MiB, while exactly 10 MiB is taken', () => {
    expect(fromImageFile(paddedFile(images.png, tenMiB), 'mask')).toMatchObject({ type: 'bytes' });
    expect(() => fromImageFile(paddedFile(images.png, tenMiB + 1), 'mask')).toThrow(
      'Invalid mask: got 10485761 bytes of image/png. Accepted: a JPEG, PNG or WebP image of at most 10 MiB',
    );
  });

  it('is described without its data', async () => {
    const base64 = convertUint8ArrayToBase64(paddedFile(images.gif, 300).data);
    const errors = await Promise.all([
      errorOf(() => fromImageString(base64, 'images[0]')),
      errorOf(() => fromImageString(`data:image/gif;base64,${base64}`, 'images[0]')),
      errorOf(() => fromImageString(`data:image/svg+xml;utf8,${svg}`, 'images[0]')),
    ]);

    for (const { message } of errors) {
      expect(message).not.toContain(base64.slice(0, 12));
      expect(message).not.toContain('<svg');
    }
  });
});
