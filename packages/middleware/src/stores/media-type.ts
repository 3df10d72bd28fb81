/** Media types of pictures and of what stands beside them, by the extension that people know them by. */
const mediaTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  heic: 'image/heic',
  json: 'application/json',
};

/** The extension of a media type, without a dot; `bin` for one that is not known. */
export function extensionOf(mediaType: string): string {
  return Object.keys(mediaTypes).find(extension => mediaTypes[extension] === mediaType) ?? 'bin';
}

/** The media type that the extension of a key tells; `application/octet-stream` where it tells none. */
export function mediaTypeOf(key: string): string {
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(mediaTypes, extension) && mediaTypes[extension]) || 'application/octet-stream';
}
