/** Pictures of 8 x 8 pixels, in base64, by what they are. */
export const pictures = {
  'image/jpeg':
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIoBI7//2Q==',
  'image/png':
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAYAAADED76LAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAAVSURBVBiVY1RySfvPgAcw4ZMcPgoA3NcB26Q/4wgAAAAASUVORK5CYII=',
  'image/webp': 'UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoIAAgAA4BaJYgCdAFAAAD+7v+d0n6n+ipOIKOgAAA=',
  'image/avif':
    'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAABwAAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3BlAAAAAAAAAAgAAAAIAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAAABNjb2xybmNseAABAA0ABoAAAAAXaXBtYQAAAAAAAAABAAEEAQKDBAAAACRtZGF0EgAKCDgIv2EBDQaQMg4YAAAAQACwE02eKaoBgA==',
  'image/gif': 'R0lGODlhCAAIAIAAAAAAAAAAACH5BAQAAAAALAAAAAAIAAgAgCJEZgAAAAIHhI+py+1dAAA7',
} as const;

export type PictureType = keyof typeof pictures;

/** The bytes of a picture. */
export function pictureBytes(type: PictureType): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(pictures[type], 'base64'));
}

export function dataUrl(declaredType: string, base64: string): string {
  return `data:${declaredType};base64,${base64}`;
}

/** Not a picture for anybody who edits pixels. */
export const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>';
