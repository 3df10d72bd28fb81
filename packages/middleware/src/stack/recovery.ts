import type { UploadTarget } from '@grok-image/core';
import type { BlobStore } from '../stores/blob-store.ts';
import type { FoundBy, Trail } from './context.ts';
import { portOf } from './digest.ts';
import type { ImageModelLike, ImageParams, ImageResult } from './model.ts';
import { asSeen, toImageResult } from './result.ts';
import { askBlobs } from './store-call.ts';
import { tellOf, withWarnings } from './told.ts';

/** How a request is sent so that it is found again where its process dies. */
export interface Route {
  /** The request with the options that it needs for that. */
  readonly params: ImageParams;
  /** Absent where nothing finds it. */
  readonly by?: FoundBy | undefined;
}

/**
 * How a request to a model is found again:
 * - a service that takes a key of the caller answers the same request with what it has made (Civitai);
 * - a service that uploads into a bucket leaves the pictures there, whoever is alive to see it (xAI);
 * - of any other nothing is known.
 *
 * @param name - of the request, letters and digits
 */
export async function routeOf(
  model: ImageModelLike,
  params: ImageParams,
  { name, bucket }: Trail,
): Promise<Route> {
  const port = portOf(model);
  if (port === undefined) return { params };
  const { capabilities, metadataKey } = port;
  const options = params.providerOptions[metadataKey] ?? {};
  const withOption = (option: object): ImageParams => ({
    ...params,
    providerOptions: { ...params.providerOptions, [metadataKey]: { ...options, ...option } },
  });
  // What a service does not keep, it does not know by its key either.
  if (capabilities.isKeyed && options['ephemeral'] !== true) {
    const { externalId = name } = options;
    const by = typeof externalId === 'string' ? { externalId } : undefined;
    return { params: by ? withOption(by) : params, by };
  }
  if (capabilities.uploads && bucket?.blobs.target && options['uploadUrls'] === undefined) {
    const blobKeys = Array.from({ length: params.n }, (_, index) => `${bucket.prefix}${name}/${index}.jpg`);
    const signed = await askBlobs('sign addresses to upload to', async () =>
      targetsOf(bucket.blobs, blobKeys),
    );
    // Without them it is only not found again.
    return signed.isThere
      ? { params: withOption({ uploadUrls: signed.value }), by: { blobKeys } }
      : { params };
  }
  return { params };
}

async function targetsOf(blobs: BlobStore, keys: readonly string[]): Promise<UploadTarget[]> {
  const targets = await Promise.all(keys.map(async key => blobs.target?.(key)));
  return targets.flatMap(target => target ?? []);
}

/** Looks for what an earlier request has left at a model or in a bucket; `undefined` where nothing is. Pays nothing. */
export async function lookFor(
  by: FoundBy,
  model: ImageModelLike,
  { n, headers, abortSignal }: ImageParams,
  { bucket }: Pick<Trail, 'bucket'>,
): Promise<ImageResult | undefined> {
  if ('blobKeys' in by) return bucket && findIn(bucket.blobs, by.blobKeys, model);
  const port = portOf(model);
  const found = await port?.find(by, { headers, abortSignal });
  if (port === undefined || found?.resume === undefined) return undefined;
  return toImageResult(await port.collect(found.resume, { n, headers, abortSignal }), model.modelId);
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
