import type { UploadTarget } from '@grok-image/core';
import type { BlobStore } from '../stores/blob-store.ts';
import { portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams, ImageResult } from '../stack/model.ts';
import { asSeen } from '../stack/result.ts';
import { tellOf, withWarnings } from '../stack/told.ts';

/** How a call under a key is found again when its process died after it was sent. */
export interface Recovery {
  /** The parameters to send, which carry what finds it again. */
  readonly params: ImageParams;
  /** Looks for the pictures of the first call; `undefined` where they are not to be found. Pays nothing. */
  readonly find: () => Promise<ImageResult | undefined>;
  /** Whether the very same request may simply be sent again: the service carries it out once. */
  readonly isKeyed: boolean;
}

/**
 * How a call to a model is found again:
 * - a service that takes a key of the caller answers the same request with what it has made (Civitai);
 * - a service that uploads into a bucket leaves the pictures there, whoever is alive to see it (xAI);
 * - of any other nothing is known.
 *
 * @param name - of the call, letters and digits
 * @param blobs - the bucket, if there is one
 */
export async function recoveryOf(
  model: ImageModelLike,
  params: ImageParams,
  name: string,
  blobs: BlobStore | undefined,
): Promise<Recovery> {
  const port = portOf(model);
  const nothing = { params, find: async () => undefined, isKeyed: false };
  if (port === undefined) return nothing;
  const options = params.providerOptions[port.metadataKey] ?? {};
  const withOption = (option: Record<string, unknown>): ImageParams => ({
    ...params,
    providerOptions: { ...params.providerOptions, [port.metadataKey]: { ...options, ...option } },
  });
  if (port.capabilities.isKeyed && options['externalId'] === undefined) {
    return { ...nothing, params: withOption({ externalId: name }), isKeyed: true };
  }
  if (port.capabilities.uploads && blobs?.target && options['uploadUrls'] === undefined) {
    const keys = Array.from({ length: params.n }, (_, index) => `keys/${name}/${index}.jpg`);
    const uploadUrls = await targetsOf(blobs, keys);
    return { ...nothing, params: withOption({ uploadUrls }), find: async () => findIn(blobs, keys, model) };
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
