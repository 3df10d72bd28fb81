import { convertBase64ToUint8Array, convertUint8ArrayToBase64 } from '@ai-sdk/provider-utils';
import { isBytes } from '../messages/bytes.ts';
import { invalidArgument, invalidArgumentInWords } from '../messages/invalid-argument.ts';
import { isUrl } from '../messages/is-url.ts';
import { isCutOff } from './cut-off.ts';
import { inspectImage } from './image-info.ts';
import { kindOf } from './kind.ts';

/** Largest source image that is sent: 10 MiB (limit of xAI's image API, xai-proto image.proto, 2026-05). */
const maxSourceBytes = 10 * 1024 * 1024;

const accepted = 'a JPEG, PNG or WebP image of at most 10 MiB, as bytes, base64, data URL or http(s) URL';

/** Longest path that a message repeats, in characters. */
const longestPath = 200;

/** A source image of an edit: checked bytes with the media type they really have, or an address the service fetches. */
export type SourceImage =
  | { readonly type: 'bytes'; readonly data: Uint8Array; readonly mediaType: string }
  | { readonly type: 'url'; readonly url: string };

/** A file as AI SDK 6 and 7 hand it to a model. */
export type ImageFile =
  | { type: 'file'; mediaType: string; data: string | Uint8Array }
  | { type: 'url'; url: string };

/**
 * What callers know a source image of a call by: `generateImage` has it in its prompt, `doGenerate` among its files, and
 * nobody can tell here which of them was called. Without a place, all of them.
 */
export function fileField(index?: number): string {
  const place = index === undefined ? '' : `[${index}]`;
  return `prompt.images${place} (files${place})`;
}

/**
 * Checks a file of an AI SDK call. The bytes decide the media type, not what was declared.
 *
 * @param field - name for error messages, e.g. `mask`
 * @throws InvalidArgumentError naming the field when it is no whole JPEG, PNG or WebP or is over 10 MiB
 */
export function fromImageFile(file: ImageFile, field: string): SourceImage {
  return toSourceImage(file.type === 'url' ? file.url : file.data, field);
}

/**
 * Checks a source image given as bytes or as text: an http(s) URL, a data URL or bare base64.
 *
 * @throws InvalidArgumentError naming the field
 * @example
 * toSourceImage('https://example.com/cat.jpg', 'providerOptions.xai.images[0]');
 */
export function toSourceImage(image: string | Uint8Array, field: string): SourceImage {
  if (typeof image !== 'string') return fromBytes(image, field);
  if (!/^https?:/i.test(image)) return fromBytes(decode(image, field), field);
  if (!isUrl(image)) throw invalidArgument(field, image, accepted);
  // As it was understood here: blanks and letters of other scripts are written as HTTP writes them.
  return { type: 'url', url: new URL(image).href };
}

/**
 * The text form that JSON APIs take: the URL itself, or a data URL of the bytes.
 */
export function toImageUrl(source: SourceImage): string {
  return source.type === 'url'
    ? source.url
    : `data:${source.mediaType};base64,${convertUint8ArrayToBase64(source.data)}`;
}

function fromBytes(data: Uint8Array, field: string): SourceImage {
  if (!isBytes(data)) throw invalidArgument(field, data, accepted);
  const mediaType = inspectImage(data)?.mediaType;
  const kind = kindOf(data);
  const size = inWords(data.byteLength);
  if (data.byteLength === 0) throw invalidArgumentInWords(field, 'no bytes', accepted);
  const what = kind ? `${kind.what} of ${size}` : `${size} of no format that is known here`;
  if (mediaType !== 'image/jpeg' && mediaType !== 'image/png' && mediaType !== 'image/webp') {
    const isTaken = /JPEG$|PNG|WebP/.test(kind?.what ?? '');
    if (isTaken) throw invalidArgumentInWords(field, `${what} without a head that can be read`, accepted);
    const isPicture = kind?.isKnown !== undefined || /SVG|PDF/.test(kind?.what ?? '');
    throw invalidArgumentInWords(field, what, accepted + (isPicture ? '; convert it first' : ''));
  }
  if (data.byteLength > maxSourceBytes) {
    throw invalidArgumentInWords(field, what, `${accepted}; make it smaller first`);
  }
  // Paid for what nobody wants: the service would edit what there is of it.
  if (isCutOff(data)) {
    throw invalidArgumentInWords(field, `${what} that breaks off before its end`, `${accepted}, whole`);
  }
  return { type: 'bytes', data, mediaType };
}

function inWords(bytes: number): string {
  const mib = bytes / 1024 / 1024;
  // Up, so that what is too large by a byte does not look as if it fitted.
  return mib < 1 ? `${bytes} bytes` : `${bytes} bytes (${Math.ceil(mib * 100) / 100} MiB)`;
}

const bytesOfFile = 'read the file, e.g. by readFile of node:fs/promises, and pass its bytes';

/** Texts that are no image and have a meaning elsewhere; a slash at the beginning is base64 of a JPEG as well. */
const elsewhere: readonly (readonly [start: RegExp, what: string, advice: string])[] = [
  [/^data:(?![^,]*;base64,)/i, 'a data URL without base64', 'encode the image as base64'],
  [/^file:/i, 'an address of a file', bytesOfFile],
  [/^blob:/i, 'an address within a browser', 'fetch it, and pass the bytes of the answer'],
  [/^[a-z][\w+.-]+:\/\//i, 'an address of another protocol', 'pass the bytes of the image'],
  [/^(?:\.{0,2}[\\/]|~\/|[a-z]:[\\/])|\.\w{2,5}$/i, 'a path', bytesOfFile],
];

function decode(text: string, field: string): Uint8Array {
  const [, base64 = text] = /^data:[^,]*;base64,(.*)$/s.exec(text) ?? [];
  const [, what, advice] = elsewhere.find(([start]) => start.test(text)) ?? [];
  try {
    const data = convertBase64ToUint8Array(base64);
    if (what === undefined || kindOf(data)?.isKnown) return data;
  } catch {
    if (what === undefined) throw invalidArgument(field, text, accepted);
  }
  const shown = text.length > longestPath || /^data:/i.test(text) ? '' : `${JSON.stringify(text)}, `;
  throw invalidArgumentInWords(field, shown + what, `${accepted}; ${advice}`);
}
