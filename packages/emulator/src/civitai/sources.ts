import { inspectImage } from '../picture/inspect.ts';
import type { PixelSize } from '../picture/pixel-size.ts';
import type { CivitaiState } from './state.ts';

/** A source image of an edit cannot be used. */
export class SourceImageError extends Error {
  override readonly name = 'SourceImageError';

  constructor(index: number, why: string, cause?: unknown) {
    const accepted = 'Pass a URL, a data URL or Base64 of a JPEG, PNG or WebP.';
    super(`Failed to load images[${index}]: ${why}. ${accepted}`, { cause });
  }
}

export interface SourceImage extends PixelSize {
  readonly bytes: Uint8Array;
}

/** Gets the sources of an edit: from an address, from an own file, or from the text itself. */
export function loadSources(state: CivitaiState, images: readonly string[]): Promise<SourceImage[]> {
  return Promise.all(
    images.map(async (image, index) => {
      const bytes = await loadBytes(state, image, index);
      const found = await inspectImage(bytes);
      if (found === undefined) throw new SourceImageError(index, 'it is not an image of a known type');
      return { bytes, width: found.width, height: found.height };
    }),
  );
}

async function loadBytes(state: CivitaiState, image: string, index: number): Promise<Uint8Array> {
  if (!/^https?:/.test(image)) return Buffer.from(image.replace(/^data:[^,]*;base64,/, ''), 'base64');
  // An address that this service has given out.
  const id = /\/v2\/consumer\/blobs\/([^/?]+)(?:\?|$)/.exec(image)?.[1];
  const own = id === undefined ? undefined : state.blobs.get(decodeURIComponent(id));
  if (own !== undefined) return own.bytes();
  try {
    const response = await state.world.fetch(image, { signal: state.signal });
    if (!response.ok) throw new SourceImageError(index, `its address answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof SourceImageError) throw error;
    throw new SourceImageError(index, 'its address cannot be reached', error);
  }
}
