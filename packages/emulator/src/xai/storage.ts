import type { Picture } from '../picture/store.ts';
import { Refusal } from './errors.ts';
import type { StoredImage } from './made.ts';
import type { StorageOptions } from './body.ts';
import type { Service } from './service.ts';
import type { Order } from './validate.ts';

/** Keeps a picture in the Files API. A failure does not fail the request. */
export function storeImage(
  { files }: Service,
  { account, n }: Order,
  picture: Picture,
  { filename, expires_after: expiresAfter, public_url: publicUrl }: StorageOptions,
  error: string | undefined,
): StoredImage {
  if (error !== undefined) return { error };
  const file = files.add({
    apiKey: account.apiKey,
    filename: n === 1 ? filename : numbered(filename, picture.recipe.index + 1),
    purpose: 'image_generation',
    type: picture.type,
    read: () => picture.bytes(),
    expiresAfter,
  });
  if (publicUrl === undefined || publicUrl === false) return { file };
  try {
    files.publish(file, typeof publicUrl === 'object' ? publicUrl.expires_after : undefined);
    return { file };
  } catch (refusal) {
    // Too many public links: the file is there all the same, and the answer says why it is not public.
    if (!(refusal instanceof Refusal)) throw refusal;
    return { file, publicUrlError: refusal.reason };
  }
}

/** How xAI names several files of one request is not published: `cat.jpeg` becomes `cat-2.jpeg`. */
function numbered(filename: string, number: number): string {
  return /\.[^.]+$/.test(filename) ? filename.replace(/(\.[^.]+)$/, `-${number}$1`) : `${filename}-${number}`;
}

/** How long xAI waits for an upload is not published. */
const uploadTimeoutMs = 30_000;

/** Puts a picture to the caller's signed URL. */
export async function uploadImage(
  { world }: Service,
  url: string,
  picture: Picture,
): Promise<{ url: string; error?: string }> {
  const body = await picture.bytes();
  try {
    const response = await world.fetch(url, {
      method: 'PUT',
      headers: { 'content-type': picture.type },
      body,
      signal: AbortSignal.any([world.signal, AbortSignal.timeout(uploadTimeoutMs)]),
    });
    await response.body?.cancel();
    if (!response.ok) return { url, error: `Failed to upload the image: status ${response.status}.` };
    picture.delivered();
    return { url };
  } catch (error) {
    // The host of the upload URL is the caller's; that it cannot be reached is part of the answer.
    const reason = error instanceof Error ? error.message : String(error);
    return { url, error: `Failed to upload the image: ${reason}.` };
  }
}
