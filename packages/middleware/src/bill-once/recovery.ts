import type { UploadTarget } from '@grok-image/core';
import type { BlobStore } from '../stores/blob-store.ts';
import { portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams, ImageResult } from '../stack/model.ts';
import { asSeen } from '../stack/result.ts';
import { askBlobs } from '../stack/store-call.ts';
import { tellOf, withWarnings } from '../stack/told.ts';

/** How a call under a key is found again when its process died after it was sent. */
export interface Recovery {
  /** What its model is to get, so that it can be found: the key of a provider, and options. */
  readonly added?: readonly [provider: string, options: Readonly<Record<string, unknown>>] | undefined;
  /** Looks for the pictures of the first call; `undefined` where they are not to be found. Pays nothing. */
  readonly find: () => Promise<ImageResult | undefined>;
  /** Whether the very same request may simply be sent again: the service carries it out once. */
  readonly isKeyed: boolean;
}

/** Of a model that nothing is known of. */
const nothing: Recovery = { find: async () => undefined, isKeyed: false };

/**
 * How a call to a model is found again:
 * - a service that takes a key of the caller answers the same request with what it has made (Civitai);
 * - a service that uploads into a bucket leaves the pictures there, whoever is alive to see it (xAI);
 * - of any other nothing is known.
 *
 * @param name - of the call, letters and digits
 * @param bucket - that the service can reach, if there is one
 * @param prefix - of the keys of its pictures there
 */
export async function recoveryOf(
  model: ImageModelLike,
  params: ImageParams,
  { name, bucket, prefix }: { name: string; bucket: BlobStore | undefined; prefix: string },
): Promise<Recovery> {
  const port = portOf(model);
  if (port === undefined) return nothing;
  const { capabilities, metadataKey } = port;
  const options = params.providerOptions[metadataKey] ?? {};
  // What a service does not keep, it does not know by its key either.
  const isKept = options['ephemeral'] !== true;
  if (capabilities.isKeyed && isKept && options['externalId'] === undefined) {
    return { ...nothing, added: [metadataKey, { externalId: name }], isKeyed: true };
  }
  if (capabilities.uploads && bucket?.target && options['uploadUrls'] === undefined) {
    const keys = Array.from({ length: params.n }, (_, index) => `${prefix}${name}/${index}.jpg`);
    const signed = await askBlobs('sign addresses to upload to', async () => targetsOf(bucket, keys));
    // Then it is only not found again.
    if (!signed.isThere) return nothing;
    const uploadUrls = signed.value;
    return {
      ...nothing,
      added: [metadataKey, { uploadUrls }],
      find: async () => findIn(bucket, keys, model),
    };
  }
  return nothing;
}

async function targetsOf(blobs: BlobStore, keys: readonly string[]): Promise<UploadTarget[]> {
  const targets = await Promise.all(keys.map(async key => blobs.target?.(key)));
  return targets.flatMap(target => target ?? []);
}

async function findIn(
  blobs: BlobStore,
  keys: readonly string[],
  { modelId }: ImageModelLike,
): Promise<ImageResult | undefined> {
  const found = await Promise.all(keys.map(async key => ({ key, blob: await blobs.get(key) })));
  const there = found.flatMap(({ key, blob }) => (blob === undefined ? [] : [{ key, blob }]));
  if (there.length === 0) return undefined;
  const result = asSeen({
    images: there.map(({ blob }) => blob.bytes),
    warnings: [],
    providerMetadata: {},
    response: { timestamp: new Date(), modelId, headers: undefined },
  });
  const told = tellOf(result, index => ({ recovered: true, blobKey: there[index]?.key ?? '' }));
  return withWarnings(told, [
    `The pictures were found in the bucket, where an earlier call under this key has put them; what else it told of them is lost.`,
    ...(there.length < keys.length
      ? [`${keys.length - there.length} of ${keys.length} pictures are not there.`]
      : []),
  ]);
}
