import { parseStrict } from '@grok-image/core';
import { functionSchema, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { enterContext, type CallContext } from '../stack/context.ts';
import { createBackground, type WaitUntil } from '../stack/background.ts';
import { digestOf, identityOf } from '../stack/digest.ts';
import { withFreshAddresses } from '../stack/fresh-addresses.ts';
import { asPaidBefore, withoutAddresses } from '../stack/hit.ts';
import { keepResult, loadResult } from '../stack/kept-result.ts';
import { createMiddleware, type ImageMiddleware, type PassingCall } from '../stack/middleware.ts';
import type { ImageResult } from '../stack/model.ts';
import { ownOptionsOf } from '../stack/own-options.ts';
import { takePart } from '../stack/parts.ts';
import { askBlobs, askStore } from '../stack/store-call.ts';
import { spaceOf, tenantName, type TenantOf } from '../stack/tenant.ts';
import { metadataKey, withWarnings } from '../stack/told.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { CacheStore } from '../stores/cache-store.ts';
import type { Ledger } from '../stores/ledger.ts';
import { memoryBlobs } from '../stores/memory/blobs.ts';
import { memoryCache } from '../stores/memory/cache.ts';
import { blobStoreSchema, cacheStoreSchema, ledgerSchema } from '../stores/shapes.ts';
import { passesBy } from './bypass.ts';
import { createFlights } from './flight.ts';
import { makeOnce } from './lease.ts';

/** Settings of `cacheMiddleware`. */
export interface CacheOptions {
  /** Where the index is kept, e.g. a Keyv. Default this process. */
  readonly store?: CacheStore | undefined;
  /** Where the pictures are kept, by the hash of their bytes. Default this process, 100 MB. */
  readonly blobs?: BlobStore | undefined;
  /** Milliseconds for which a picture is found again, default 30 days. */
  readonly ttl?: number | undefined;
  /** Whom a call is for: tenants never see each other's pictures. A call of nobody is not kept. */
  readonly tenant?: TenantOf | undefined;
  /** Passes what is kept by, and puts new pictures in its place. `providerOptions.grokImage.refresh` does so for a call. */
  readonly refresh?: boolean | undefined;
  /** Shares running work with other processes: with it, equal calls of several processes at once are paid once. */
  readonly ledger?: Ledger | undefined;
  /** Whether calls with source images by address are kept, as the same picture always stands there. Default `false`. */
  readonly addresses?: boolean | undefined;
  /** Is handed what goes on after its caller has left, as it is paid by then, so that a function is not frozen before. */
  readonly waitUntil?: WaitUntil | undefined;
  /** Tells environments apart that share a store, default `'default'`. */
  readonly namespace?: string | undefined;
}

const days30 = 30 * 24 * 60 * 60 * 1000;

const optionsSchema = lazy(() =>
  z.strictObject({
    store: cacheStoreSchema().optional(),
    blobs: blobStoreSchema().optional(),
    ttl: z.number().positive('milliseconds above 0').optional(),
    tenant: functionSchema<TenantOf>().optional(),
    refresh: z.boolean().optional(),
    ledger: ledgerSchema().optional(),
    addresses: z.boolean().optional(),
    waitUntil: functionSchema<WaitUntil>(),
    namespace: z.string().min(1).optional(),
  }),
);

/**
 * Answers a call that was made before with its pictures. The key is a SHA-256 over everything that changes a picture:
 * who is asked, model, prompt, ratio, size, n, seed, options, and the bytes of source images. Equal calls at once are made
 * once. Nothing partial, refused or failed is kept, and a store that is away costs no call.
 *
 * To most people a second call with the same prompt means another picture: use it where it does not.
 *
 * @throws InvalidArgumentError for options that are none
 * @example
 * const model = wrapImageModel({ model: openai.image('gpt-image-2'), middleware: cacheMiddleware({ store: new Keyv() }) });
 */
export function cacheMiddleware(options: CacheOptions = {}): ImageMiddleware {
  const {
    store = memoryCache(),
    blobs = memoryBlobs(),
    ttl = days30,
    tenant,
    refresh = false,
    ledger,
    addresses = false,
    waitUntil,
    namespace = 'default',
  } = parseStrict(optionsSchema(), options, 'cache');
  const settings: Settings = { store, blobs, ttl, tenant, refresh, ledger, addresses, namespace };
  const background = createBackground(waitUntil);
  const flights = createFlights<ImageResult>(background);
  return createMiddleware({
    each: 'call',
    async treat(given) {
      const { params, context } = enterContext(given.params);
      const call = { ...given, params };
      const place = await placeOf(call, context, settings);
      if (place === undefined) return call.next(params);
      // What was sent before is looked for by nobody else.
      if (context.lost) return readOrMake(call, place, { ...settings, ledger: undefined });
      const { abortSignal } = params;
      try {
        // It wants a picture of its own: not the one that somebody waits for already.
        if (place.refresh) return await make(call, place, settings);
        const { isLeader, value, whole } = flights.join(place.key, abortSignal, async shared =>
          readOrMake({ ...call, params: { ...params, abortSignal: shared } }, place, settings),
        );
        const own = (result: ImageResult) =>
          isLeader ? result : asPaidBefore(result, { cached: true, shared: true });
        context.shared = { result: async () => own(await whole), hold: background.run };
        return own(await value);
      } catch (error) {
        place.release();
        throw error;
      }
    },
  });
}

/** The options with their defaults. */
interface Settings {
  readonly store: CacheStore;
  readonly blobs: BlobStore;
  readonly ttl: number;
  readonly tenant: TenantOf | undefined;
  readonly refresh: boolean;
  readonly ledger: Ledger | undefined;
  readonly addresses: boolean;
  readonly namespace: string;
}

/** Where the pictures of a call are kept. */
interface Place {
  readonly key: string;
  /** Of the keys of its pictures. */
  readonly prefix: string;
  readonly context: CallContext;
  readonly refresh: boolean;
  /** The call failed, and may come again as the same part of its `generateImage`. */
  readonly release: () => void;
}

/** `undefined` for a call that passes the cache by. */
async function placeOf(
  { params, model }: PassingCall,
  context: CallContext,
  settings: Settings,
): Promise<Place | undefined> {
  const { refresh = settings.refresh } = ownOptionsOf(params);
  if (passesBy(params, settings.addresses)) return undefined;
  const tenant = await tenantName(settings.tenant);
  if (tenant === undefined) return undefined;
  const { number, release } = takePart(params, 'cache');
  const { namespace } = settings;
  const digest = await digestOf(params, await identityOf(model, namespace));
  return {
    key: `${spaceOf('cache', namespace, tenant)}${digest}/${number}`,
    prefix: spaceOf('pictures', namespace, tenant),
    context,
    refresh,
    release,
  };
}

async function readOrMake(call: PassingCall, place: Place, settings: Settings): Promise<ImageResult> {
  const found = await read(place, settings);
  if (found.result !== undefined) return found.result;
  const { ledger } = settings;
  const made =
    ledger === undefined
      ? await make(call, place, settings)
      : await makeOnce(
          {
            key: place.key,
            params: call.params,
            model: call.model,
            read: async () => (await read(place, settings)).result,
            make: params => make({ ...call, params }, place, settings),
          },
          ledger,
        );
  return withWarnings(made, found.warnings);
}

async function make({ params, next }: PassingCall, place: Place, settings: Settings): Promise<ImageResult> {
  return keep(await next(params), params.n, place, settings);
}

/** What is kept; a store that does not answer has nothing, and it is said. */
async function read(
  place: Place,
  { store, blobs }: Settings,
): Promise<{ readonly result?: ImageResult | undefined; readonly warnings: readonly string[] }> {
  const index = await askStore('read the cache', async () => store.get(place.key));
  if (!index.isThere) return { warnings: [index.reason] };
  if (index.value === undefined || index.value === null) return { warnings: [] };
  const kept = await askBlobs('read pictures of the cache', async () => loadResult(index.value, blobs));
  if (!kept.isThere) return { warnings: [kept.reason] };
  if (kept.value === undefined) return { warnings: [] };
  const result = await withFreshAddresses(kept.value, blobs);
  return { result: asPaidBefore(result, { cached: true }), warnings: [] };
}

/** Keeps what is whole, with all that is known of it, and was made by the model that was asked. */
async function keep(
  result: ImageResult,
  asked: number,
  { key, prefix, context: { pictures } }: Place,
  { store, blobs, ttl }: Settings,
): Promise<ImageResult> {
  const told = result.providerMetadata[metadataKey]?.images ?? [];
  const isOdd = told.some(
    ({ tried, recovered }) => recovered === true || (Array.isArray(tried) && tried.length > 0),
  );
  if (result.images.length !== asked || isOdd) return result;
  const kept = await askBlobs('keep the pictures', async () =>
    keepResult(withoutAddresses(result), { pictures, blobs, prefix }),
  );
  if (!kept.isThere) return withWarnings(result, [kept.reason]);
  const index = await askStore('keep the pictures', async () => store.set(key, kept.value, ttl));
  return withWarnings(result, index.isThere ? [] : [index.reason]);
}
