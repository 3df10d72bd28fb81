import { inspectImage } from '../picture/inspect.ts';
import type { PixelSize } from '../picture/pixel-size.ts';
import type { Site } from '../world/request.ts';
import { blobAt } from './blob-address.ts';
import { Problem } from './problem.ts';
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

/**
 * Gets the sources of an edit: from an address, or from the text itself. An address of this service is taken as long as it
 * would give its file to anybody; how the real engine says otherwise is not published.
 *
 * @throws {SourceImageError}
 */
export function loadSources(
  state: CivitaiState,
  site: Site,
  images: readonly string[],
): Promise<SourceImage[]> {
  return Promise.all(
    images.map(async (image, index) => {
      const bytes = await loadBytes(state, site, image, index);
      const found = await inspectImage(bytes);
      if (found === undefined) throw new SourceImageError(index, 'it is not an image of a known type');
      return { bytes, width: found.width, height: found.height };
    }),
  );
}

async function loadBytes(state: CivitaiState, site: Site, image: string, index: number): Promise<Uint8Array> {
  if (!/^https?:/.test(image)) return Buffer.from(image.replace(/^data:[^,]*;base64,/, ''), 'base64');
  try {
    const own = blobAt(state, site, image);
    if (own !== undefined) return await own.bytes();
    const response = await state.world.fetch(image, { signal: state.signal });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    await response.body?.cancel();
    throw new SourceImageError(index, `its address answered ${response.status}`);
  } catch (error) {
    if (error instanceof SourceImageError) throw error;
    const isOwn = error instanceof Problem;
    const why = isOwn ? `its address answered ${error.status}` : 'its address cannot be reached';
    throw new SourceImageError(index, why, error);
  }
}
