import { isUrl } from '../messages/is-url.ts';
import { convertBase64ToUint8Array, convertUint8ArrayToBase64 } from '@ai-sdk/provider-utils';
import { isBytes } from '../messages/bytes.ts';
import { invalidArgument, invalidArgumentInWords } from '../messages/invalid-argument.ts';
import { inspectImage } from './image-info.ts';

/** Largest source image that is sent: 10 MiB (limit of xAI's image API, xai-proto image.proto, 2026-05). */
const maxSourceBytes = 10 * 1024 * 1024;

const accepted = 'a JPEG, PNG or WebP image of at most 10 MiB, as bytes, base64, data URL or http(s) URL';

/** A source image of an edit: checked bytes with the media type they really have, or an address the service fetches. */
export type SourceImage =
  | { readonly type: 'bytes'; readonly data: Uint8Array; readonly mediaType: string }
  | { readonly type: 'url'; readonly url: string };

/** A file as AI SDK 6 and 7 hand it to a model. */
export type ImageFile =
  | { type: 'file'; mediaType: string; data: string | Uint8Array }
  | { type: 'url'; url: string };

/**
 * Checks a file of an AI SDK call. The bytes decide the media type, not what was declared.
 *
 * @param field - name for error messages, e.g. `files[0]`
 * @throws InvalidArgumentError naming the field when it is no JPEG, PNG or WebP or is over 10 MiB
 */
export function fromImageFile(file: ImageFile, field: string): SourceImage {
  return file.type === 'url' ? fromImageString(file.url, field) : fromImageData(file.data, field);
}

/**
 * Checks a source image given as text: an http(s) URL, a data URL or bare base64.
 *
 * @throws InvalidArgumentError naming the field
 * @example
 * fromImageString('https://example.com/cat.jpg', 'providerOptions.xai.images[0]');
 */
export function fromImageString(image: string, field: string): SourceImage {
  if (!/^https?:/i.test(image)) return fromImageData(image, field);
  if (!isUrl(image)) throw invalidArgument(field, image, accepted);
  return { type: 'url', url: image };
}

/**
 * The text form that JSON APIs take: the URL itself, or a data URL of the bytes.
 */
export function toImageUrl(source: SourceImage): string {
  return source.type === 'url'
    ? source.url
    : `data:${source.mediaType};base64,${convertUint8ArrayToBase64(source.data)}`;
}

function fromImageData(image: string | Uint8Array, field: string): SourceImage {
  const data = typeof image === 'string' ? decode(image, field) : image;
  const info = isBytes(data) ? inspectImage(data) : undefined;
  const known = info && ['image/jpeg', 'image/png', 'image/webp'].includes(info.mediaType);
  if (!known || data.byteLength > maxSourceBytes) {
    if (info === undefined) throw invalidArgument(field, data, accepted);
    throw invalidArgumentInWords(field, `${data.byteLength} bytes of ${info.mediaType}`, accepted);
  }
  return { type: 'bytes', data, mediaType: info.mediaType };
}

function decode(text: string, field: string): Uint8Array {
  const [, base64 = text] = /^data:[^,]*;base64,(.*)$/s.exec(text) ?? [];
  try {
    return convertBase64ToUint8Array(base64);
  } catch {
    throw invalidArgument(field, text, accepted);
  }
}
