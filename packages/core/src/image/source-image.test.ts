import { InvalidArgumentError } from '@ai-sdk/provider';
import { convertUint8ArrayToBase64 } from '@ai-sdk/provider-utils';
import { describe, expect, it } from 'vitest';
import { checkReachable } from './reachable.ts';
import { fromImageFile, toSourceImage, toImageUrl, type ImageFile } from './source-image.ts';
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
    expect(toSourceImage(base64, 'images[0]')).toEqual(source);
    expect(toSourceImage(`data:${mediaType};base64,${base64}`, 'images[0]')).toEqual(source);
    expect(toSourceImage(`data:;base64,${base64}`, 'images[0]')).toEqual(source);
  });

  it('keeps the type of its bytes, whatever was declared', () => {
    expect(fromImageFile({ type: 'file', mediaType: 'image/avif', data }, 'files[0]')).toMatchObject({
      mediaType,
    });
    expect(toSourceImage(`data:text/plain;charset=utf-8;base64,${base64}`, 'images[0]')).toMatchObject({
      mediaType,
    });
  });

  it('travels as a data URL of its real type', () => {
    const source = fromImageFile({ type: 'file', mediaType: 'image/gif', data }, 'files[0]');

    expect(toImageUrl(source)).toBe(`data:${mediaType};base64,${base64}`);
  });
});

describe('an address', () => {
  it.each(['https://example.com/cat.jpg', 'http://example.com/cat', 'https://example.com/?a=b,c'])(
    '%s is kept as it is',
    url => {
      expect(fromImageFile({ type: 'url', url }, 'files[0]')).toEqual({ type: 'url', url });
      expect(toImageUrl(toSourceImage(url, 'images[0]'))).toBe(url);
    },
  );

  it.each(['https://', 'ftp://example.com/cat.jpg', 'file:///etc/passwd', './cat.jpg'])(
    '%s is refused',
    url => {
      expect(() => toSourceImage(url, 'images[1]')).toThrow('Invalid images[1]: got');
    },
  );
});

const text = (head: string) => new TextEncoder().encode(head);

function messageOf(image: string | Uint8Array): string {
  try {
    toSourceImage(image, 'images[2]');
  } catch (error) {
    if (InvalidArgumentError.isInstance(error) && error.argument === 'images[2]') return error.message;
  }
  return 'It was taken.';
}

describe('what is refused', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';
  const accepted = 'a JPEG, PNG or WebP image of at most 10 MiB, as bytes, base64, data URL or http(s) URL';

  it.each([
    ['a HEIC', text('\0\0\0\u0018ftypheic\0\0\0\0heicmif1\0\0\0\bmeta'), 'a HEIC of 32 bytes'],
    ['an AVIF', images.avif, `an AVIF of ${images.avif.length} bytes`],
    [
      'an AVIF under a name of its family',
      text('\0\0\0\u001cftypmif1\0\0\0\0mif1avif'),
      'an AVIF of 24 bytes',
    ],
    ['a GIF', images.gif, `a GIF of ${images.gif.length} bytes`],
    ['a TIFF', Uint8Array.of(0x49, 0x49, 0x2a, 0, 8, 0, 0, 0), 'a TIFF of 8 bytes'],
    ['a BMP', text('BM\u0036\0\0\0\0\0\0\0\u0036\0\0\0'), 'a BMP of 14 bytes'],
    ['an SVG', text(svg), 'an SVG of 95 bytes'],
    ['an SVG behind a declaration', text(`\uFEFF<?xml version="1.0"?>\n${svg}`), 'an SVG of 120 bytes'],
    ['an SVG as base64', btoa(svg), 'an SVG of 95 bytes'],
    ['a PDF', text('%PDF-1.7\n1 0 obj'), 'a PDF of 16 bytes'],
  ])('%s, which is to be converted', (_, image, what) => {
    expect(messageOf(image)).toBe(
      `Invalid images[2]: got ${what}. Accepted: ${accepted}; convert it first. Nothing was sent.`,
    );
  });

  it.each([
    ['a video', text('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom'), 'a video or sound of 24 bytes'],
    ['an archive', text('PK\u0003\u0004'), 'an archive of 4 bytes'],
    ['a text', text('A cat in a tree'), 'text and no image of 15 bytes'],
    ['junk', new Uint8Array([1, 2, 3, 4, 5]), '5 bytes of no format that is known here'],
    ['no bytes', new Uint8Array(), 'no bytes'],
    ['text that is no base64', 'not an image at all!', '"not an image at all!"'],
    ['the head of a JPEG', images.jpeg.subarray(0, 20), 'a JPEG of 20 bytes without a head that can be read'],
  ])('%s', (_, image, what) => {
    expect(messageOf(image)).toBe(`Invalid images[2]: got ${what}. Accepted: ${accepted}. Nothing was sent.`);
  });

  it.each([
    ['JPEG', images.jpeg],
    ['PNG', images.png],
    ['WebP', images.webp],
  ])('half a %s, which would be paid', (name, image) => {
    const half = image.subarray(0, image.length - 10);
    expect(messageOf(half)).toBe(
      `Invalid images[2]: got a ${name} of ${half.length} bytes that breaks off before its end. Accepted: ${accepted}, whole. Nothing was sent.`,
    );
    expect(messageOf(convertUint8ArrayToBase64(half))).toBe(messageOf(half));
  });

  const readIt = 'read the file, e.g. by readFile of node:fs/promises, and pass its bytes';

  it.each([
    ['./cat.jpg', 'a path', readIt],
    ['../cats/cat', 'a path', readIt],
    ['/home/cat/tree.jpeg', 'a path', readIt],
    ['~/cat', 'a path', readIt],
    ['C:\\cats\\cat.png', 'a path', readIt],
    ['cat.jpg', 'a path', readIt],
    ['file:///cats/cat.jpg', 'an address of a file', readIt],
    [
      'blob:https://app.example/1',
      'an address within a browser',
      'fetch it, and pass the bytes of the answer',
    ],
    ['s3://bucket/cat.png', 'an address of another protocol', 'pass the bytes of the image'],
  ])('%s, with how it can be had', (image, what, advice) => {
    expect(messageOf(image)).toBe(
      `Invalid images[2]: got ${JSON.stringify(image)}, ${what}. Accepted: ${accepted}; ${advice}. Nothing was sent.`,
    );
  });

  it('a data URL that is no base64, without what is in it', () => {
    expect(messageOf(`data:image/svg+xml,${encodeURIComponent(svg)}`)).toBe(
      `Invalid images[2]: got a data URL without base64. Accepted: ${accepted}; encode the image as base64. Nothing was sent.`,
    );
  });

  it('more than 10 MiB, while exactly 10 MiB is taken', () => {
    expect(fromImageFile(paddedFile(images.png, tenMiB), 'mask')).toMatchObject({ type: 'bytes' });
    expect(() => fromImageFile(paddedFile(images.png, tenMiB + 1), 'mask')).toThrow(
      `Invalid mask: got a PNG of 10485761 bytes (10.01 MiB). Accepted: ${accepted}; make it smaller first. Nothing was sent.`,
    );
  });

  it('is described without its data', () => {
    const base64 = convertUint8ArrayToBase64(paddedFile(images.gif, 300).data);
    const long = `./${'x'.repeat(300)}.jpg`;
    for (const image of [base64, `data:image/gif;base64,${base64}`, `data:image/svg+xml;utf8,${svg}`, long]) {
      expect(messageOf(image)).toMatch(/^Invalid images\[2\]: got /);
      expect(messageOf(image)).not.toContain(base64.slice(0, 12));
      expect(messageOf(image)).not.toContain('<svg');
      expect(messageOf(image)).not.toContain('xxx');
    }
  });
});

describe('a source image at an address', () => {
  const service = { service: 'xAI', baseURL: 'https://api.x.ai/v1' };

  it.each(['http://localhost:3000/cat.png', 'http://192.168.1.4/cat.png', 'https://minio.internal/cat.png'])(
    'that the service cannot reach is refused: %s',
    url => {
      const check = () => checkReachable({ type: 'url', url }, 'files[0]', service);
      expect(check).toThrow('an address that xAI can fetch; pass the bytes of the image, or base64');
    },
  );

  it("in the network of a service of one's own is sent", () => {
    const own = { service: 'Gateway', baseURL: 'http://localhost:4000/v1' };
    const url = 'http://localhost:3000/cat.png';
    expect(() => checkReachable({ type: 'url', url }, 'files[0]', own)).not.toThrow();
    expect(() =>
      checkReachable({ type: 'url', url: 'https://images.test/1' }, 'files[0]', service),
    ).not.toThrow();
  });

  it('is sent as HTTP writes it', () => {
    expect(toSourceImage('https://images.test/größe 1.jpg', 'files[0]')).toEqual({
      type: 'url',
      url: 'https://images.test/gr%C3%B6%C3%9Fe%201.jpg',
    });
  });
});
