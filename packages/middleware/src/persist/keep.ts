import type { JsonObject } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import type { CallPictures } from '../stack/call-pictures.ts';
import type { Picture } from '../stack/picture.ts';
import { addressBelow } from '../stores/public-base.ts';
import { inTime } from './in-time.ts';
import type { PersistSettings } from './options.ts';

/** Longest time for keeping one picture, in milliseconds. Its caller waits for it, and gets it either way. */
const deadlineMs = 10_000;

/** How one picture is to be kept. */
export interface Keeping {
  readonly settings: PersistSettings;
  readonly pictures: CallPictures;
  /** Its key, once its bytes are known. */
  readonly keyOf: (picture: Picture) => string;
  /** Whether somebody else may have put it there already. */
  readonly mayBeThere: boolean;
}

/** What is told of a picture, and what went wrong with it. */
export interface Kept {
  readonly told: JsonObject;
  readonly warnings: readonly string[];
}

/**
 * Keeps one picture that is paid. It never throws, and no abort ends it: the worst is a picture that is in the result
 * alone, which the warnings say.
 */
export async function keepImage(image: string | Uint8Array, keeping: Keeping): Promise<Kept> {
  const { blobs, template } = keeping.settings;
  let told: JsonObject = {};
  let what = 'keep an image';
  let advice = 'It is in the result alone.';
  try {
    const picture = await keeping.pictures.look(image);
    const { bytes, mediaType } = picture;
    const key = keeping.keyOf(picture);
    told = { sha256: picture.sha256 };
    what = `keep an image as ${key}`;
    advice = `It is in the result: keep it yet by blobs.put('${key}', { bytes, mediaType: '${mediaType}' }).`;
    await inTime(deadlineMs, () => put(key, { bytes, mediaType }, keeping));
    // Under another name, other bytes may stand tomorrow.
    if (template.needsBytes) keeping.pictures.note(picture, blobs, key);
    told = { ...told, blobKey: key };
    what = `find the address of ${key}`;
    advice = 'It is kept: ask for it yet by blobs.url.';
    const url = await inTime(deadlineMs, () => addressOf(key, keeping.settings));
    if (url !== undefined) told = { ...told, url };
    return { told, warnings: [] };
  } catch (error) {
    const reason = messageOf(error).replace(/\.$/, '');
    return { told, warnings: [`Failed to ${what}: ${reason}. ${advice}`] };
  }
}

async function put(
  key: string,
  blob: { readonly bytes: Uint8Array; readonly mediaType: string },
  { settings: { blobs }, mayBeThere }: Keeping,
): Promise<void> {
  const there = mayBeThere ? await blobs.head(key) : undefined;
  const isThere = there?.byteLength === blob.bytes.byteLength && there.mediaType === blob.mediaType;
  if (!isThere) await blobs.put(key, blob);
}

async function addressOf(
  key: string,
  { blobs, publicBase, urlExpiresMs }: PersistSettings,
): Promise<string | undefined> {
  return publicBase === undefined
    ? blobs.url(key, { expiresInMs: urlExpiresMs })
    : addressBelow(publicBase, key);
}
