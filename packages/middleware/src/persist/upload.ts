import { invalidArgument, type UploadTarget } from '@grok-image/core';
import { sha256 } from '@grok-image/core/internal';
import type { BlobStore } from '../stores/blob-store.ts';

/** Where a model puts its pictures itself. */
export interface Uploads {
  /** One a picture, in their order. */
  readonly keys: readonly string[];
  readonly targets: readonly UploadTarget[];
}

/**
 * Signs the addresses that a model puts the pictures of one request to. Their keys are `<base>-<index>.jpg`, whatever they
 * become: xAI makes JPEG, and its media type stands beside it.
 *
 * @throws InvalidArgumentError for a store that nobody else can put pictures into; what the store throws
 * @example
 * const { keys, targets } = await uploadTargets(blobs, 'calls/17', 2);
 * const uploading = recoveryPortOf(model)?.with({ uploadTo: targets });
 */
export async function uploadTargets(blobs: BlobStore, base: string, n: number): Promise<Uploads> {
  if (blobs.target === undefined) {
    throw invalidArgument('blobs', blobs, 'a store that others can put pictures into, e.g. s3(...)');
  }
  const keys = uploadKeys(base, n);
  const targets: UploadTarget[] = [];
  for (const key of keys) targets.push(await blobs.target(key, { mediaType: 'image/jpeg' }));
  return { keys, targets };
}

/** The keys of pictures that a model puts there itself: where to look whether a request was paid. */
export function uploadKeys(base: string, n: number): string[] {
  return Array.from({ length: n }, (_, index) => `${base}-${index}.jpg`);
}

/**
 * What `{call}` stands for in the keys of a call with an idempotency key (`providerOptions.grokImage.key`), the same in
 * every process.
 *
 * @param part - its number, where AI SDK has split the call
 */
export async function callIdOf(key: string, part = 0): Promise<string> {
  const name = part === 0 ? key : JSON.stringify([key, part]);
  return (await sha256(name, 'name the pictures of a key')).slice(0, 32);
}
