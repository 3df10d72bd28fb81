import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { BlobStore } from '../stores/blob-store.ts';
import type { CallPictures } from './call-pictures.ts';
import type { ImageResult } from './model.ts';
import { toImageResult } from './result.ts';

/** A result without its bytes, which are kept beside it, each under its hash. What else is in it is read as that of a model. */
const keptSchema = lazy(() =>
  z.object({
    images: z.array(z.string()),
    warnings: z.unknown(),
    providerMetadata: z.unknown(),
    modelId: z.string(),
    timestamp: z.number(),
  }),
);

/**
 * Keeps what a call brought: its pictures in a store of blobs, each under the hash of its bytes, and all else in a text. A
 * picture that the call has put there already is named where it stands.
 *
 * @param pictures - of the call
 * @param prefix - of the keys of pictures of its tenant, as `spaceOf` gives it
 * @returns JSON that `loadResult` takes
 * @throws what the store throws
 */
export async function keepResult(
  result: ImageResult,
  { pictures, blobs, prefix }: { pictures: CallPictures; blobs: BlobStore; prefix: string },
): Promise<string> {
  const images = await Promise.all(
    result.images.map(async (image: string | Uint8Array) => {
      const picture = await pictures.look(image);
      const { bytes, mediaType, sha256, extension } = picture;
      const known = pictures.keyIn(blobs, picture);
      if (known !== undefined) return known;
      const key = `${prefix}${sha256}.${extension}`;
      await blobs.put(key, { bytes, mediaType });
      pictures.note(picture, blobs, key);
      return key;
    }),
  );
  const { warnings, providerMetadata, response } = result;
  return JSON.stringify({
    images,
    warnings,
    providerMetadata,
    modelId: response.modelId,
    timestamp: response.timestamp.getTime(),
  });
}

/**
 * Reads what was kept.
 *
 * @returns `undefined` where it is no text of `keepResult`, or a picture of it is gone
 * @throws what the store throws
 */
export async function loadResult(text: unknown, blobs: BlobStore): Promise<ImageResult | undefined> {
  const { data } = keptSchema().safeParse(parseText(text));
  if (data === undefined) return undefined;
  const found = await Promise.all(data.images.map(async key => blobs.get(key)));
  const images = found.flatMap(blob => blob?.bytes ?? []);
  if (images.length < data.images.length) return undefined;
  const { warnings, providerMetadata, modelId, timestamp } = data;
  const response = { timestamp: new Date(timestamp), modelId, providerMetadata };
  return toImageResult({ images, warnings, providerMetadata, response }, modelId);
}

function parseText(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Somebody else's, or of another version: not there.
    return undefined;
  }
}
