import type { BlobStore } from '@grok-image/middleware';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Bytes of a picture, and what they are. */
export interface Blob {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** Small pictures of large ones. */
export interface Thumbnails {
  /** Made once and kept; the picture itself where it cannot be drawn, `undefined` where it is gone. */
  read(file: string): Promise<Blob | undefined>;
  delete(file: string): Promise<void>;
}

/** Pixels of the longer side: twice what the gallery shows, for fine screens. */
const longestSide = 480;
const quality = 78;
/** Drawn at once: each holds a whole picture in memory. */
const most = 2;

/** Makes thumbnails of what `readPicture` gives. */
export function createThumbnails(
  kept: BlobStore,
  readPicture: (file: string) => Promise<Blob | undefined>,
): Thumbnails {
  const running = new Map<string, Promise<Blob | undefined>>();
  const waiting: (() => void)[] = [];
  let active = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (active < most) active += 1;
    else await new Promise<void>(resolve => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place is handed over, so that nobody comes in between.
      const next = waiting.shift();
      if (next) next();
      else active -= 1;
    }
  }

  async function make(file: string): Promise<Blob | undefined> {
    const picture = await readPicture(file);
    if (picture === undefined) return undefined;
    const bytes = await draw(picture.bytes);
    if (bytes === undefined) return picture;
    const thumbnail = { bytes, mediaType: 'image/webp' };
    await kept.put(keyOf(file), thumbnail);
    return thumbnail;
  }

  return {
    async read(file) {
      const there = await kept.get(keyOf(file));
      if (there) return there;
      const work = running.get(file) ?? inTurn(() => make(file)).finally(() => running.delete(file));
      running.set(file, work);
      return work;
    },
    delete: file => kept.delete(keyOf(file)),
  };
}

function keyOf(file: string): string {
  return `${file.replace(/\..*$/, '')}.webp`;
}

async function draw(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const image = await loadImage(bytes);
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
    const [width, height] = [image.width * scale, image.height * scale].map(side =>
      Math.max(1, Math.round(side)),
    );
    if (width === undefined || height === undefined) return undefined;
    const canvas = createCanvas(width, height);
    canvas.getContext('2d').drawImage(image, 0, 0, width, height);
    return new Uint8Array(await canvas.encode('webp', quality));
  } catch {
    // No format that can be drawn here, e.g. HEIC: the picture itself is shown.
    return undefined;
  }
}
