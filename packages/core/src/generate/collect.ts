import { DownloadError } from '@ai-sdk/provider-utils';
import type { GenerationDetails } from '../errors/generation-error.ts';
import { ImageDownloadError } from '../errors/image-download-error.ts';
import type { GeneratedImage, MissingImage } from '../image/generated-image.ts';
import { NotAnImageError, type DownloadedImage } from '../image/image-bytes.ts';
import { excerpt, shownAddress } from '../messages/excerpt.ts';
import { messageOf } from '../messages/message-of.ts';
import type { ImageWarning } from '../messages/warning.ts';
import { defined, type JsonObject } from '../schema/json.ts';
import { fanOut, throwIfAborted } from '../time/signal.ts';
import { withDeadline } from '../time/wait.ts';
import { maxImagesPerCall } from './call.ts';

/** An image that is made and paid for, and how to get it. */
export interface PaidImage {
  /** Its place among the images of the whole call, from 0. */
  readonly index: number;
  /** Where it is; absent when the answer itself carried its bytes, although it may be stored as well (see `rescue`). */
  readonly url?: string | undefined;
  /** Id in a store of the service, where it is kept there. */
  readonly fileId?: string | undefined;
  /** What to do if it cannot be loaded, a whole sentence, where that is not to try its address again. */
  readonly rescue?: string | undefined;
  /** The image itself, where the answer carried it whole: nothing is to be waited for. */
  readonly carried?: DownloadedImage | undefined;
  /** @param endsAt - when the time is up, by `performance.now()` */
  load(abortSignal: AbortSignal | undefined, endsAt: number): Promise<DownloadedImage>;
}

/** An image that was fetched, and what it was fetched for. */
export interface FetchedItem<ITEM> {
  readonly item: ITEM;
  readonly image: DownloadedImage;
}

/** What is fetched how. */
export interface Collecting<ITEM> {
  readonly details: GenerationDetails;
  readonly abortSignal: AbortSignal | undefined;
  /**
   * When the caller's time is up, by `performance.now()`, as the wall clock may be turned meanwhile; each image has until
   * then (default two minutes), but at least 30 s, and one that takes longer counts as one that cannot be fetched.
   */
  readonly endsAt?: number | undefined;
  /** What is known of each image that came, given all of them, as they share the cost. */
  readonly describe: (fetched: readonly FetchedItem<ITEM>[]) => readonly JsonObject[];
}

/** The images that could be fetched. */
export interface CollectedImages<ITEM> {
  readonly images: readonly GeneratedImage[];
  readonly items: readonly ITEM[];
  /** One for each image that could not be fetched, with its address. */
  readonly warnings: readonly ImageWarning[];
  readonly missing: readonly MissingImage[];
}

/** What is paid has at least so long to be fetched, in milliseconds, however late it was made. */
const leastMs = 30_000;

/** And so long where there is no deadline, as when its caller tries again. */
const usualMs = 120_000;

/** So many images of one request are fetched at once; one that takes longer than this, in milliseconds, does not count. */
const mostAtOnce = 16;
const slowMs = 20_000;

const carried = 'The answer itself carried it, so there is nothing to fetch again.';

/**
 * Fetches all images of one request, some at a time, but no more than one call may ask for. What can be fetched is
 * delivered even if a sibling cannot.
 *
 * @throws ImageDownloadError, with the addresses and a way to try again, when there are images and none could be fetched
 * @throws the abort reason
 */
export async function collectImages<ITEM extends PaidImage>(
  items: readonly ITEM[],
  collecting: Collecting<ITEM>,
): Promise<CollectedImages<ITEM>> {
  const { abortSignal, describe } = collecting;
  const wanted = items.slice(0, maxImagesPerCall);
  const { fetched, failed } = await fetchAll(wanted, collecting);
  const [first] = failed;
  if (fetched.length === 0 && first) throw toDownloadError(wanted, failed, first, collecting);

  const metadata = describe(fetched);
  const warnings = failed.map(({ item, reason }): ImageWarning => {
    const rescue = item.rescue ?? (item.url ? whereabouts(item.url) : carried);
    return { type: 'other', message: `A paid image could not be fetched: ${sentence(reason)} ${rescue}` };
  });
  for (const { image } of fetched) {
    if (image.flaw === undefined) continue;
    warnings.push({
      type: 'other',
      message: `An image ${image.flaw}. It is delivered as it came, as it is paid.`,
    });
  }
  const unwanted = items.length - wanted.length;
  if (unwanted > 0) {
    const message = `The answer names ${items.length} images; ${unwanted} were not fetched, as a call may ask for ${maxImagesPerCall}.`;
    warnings.push({ type: 'other', message });
  }
  throwIfAborted(abortSignal);
  return {
    images: fetched.map(({ item, image }, place) => ({
      data: image.data,
      metadata: defined({ ...image.info, index: item.index, ...metadata[place] }),
    })),
    items: fetched.map(({ item }) => item),
    warnings,
    missing: failed.map(toMissing),
  };
}

interface FailedItem<ITEM> {
  readonly item: ITEM;
  readonly reason: unknown;
}

/** Fetches what can be fetched, in the order of the items. */
async function fetchAll<ITEM extends PaidImage>(
  items: readonly ITEM[],
  { abortSignal, endsAt = performance.now() + usualMs }: Collecting<ITEM>,
): Promise<{ fetched: FetchedItem<ITEM>[]; failed: FailedItem<ITEM>[] }> {
  const there = items.flatMap(item => (item.carried ? [{ item, image: item.carried }] : []));
  if (there.length === items.length) return { fetched: there, failed: [] };
  const timeoutMs = Math.max(leastMs, Math.round(endsAt - performance.now()));
  const lastMs = performance.now() + timeoutMs;
  const { signals, release } = fanOut(abortSignal, items.length);
  const fetch = async (item: ITEM, signal: AbortSignal | undefined) => {
    const message = `It did not arrive within ${timeoutMs} ms.`;
    const onTimeout = () => new DownloadError({ url: item.url ?? '', message });
    const deadline = { timeoutMs: lastMs - performance.now(), abortSignal: signal, onTimeout };
    try {
      return { item, image: await withDeadline(deadline, within => item.load(within, lastMs)) };
    } catch (reason) {
      return { item, reason };
    }
  };
  const outcomes: Promise<FetchedItem<ITEM> | FailedItem<ITEM>>[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [place, item] of queue) {
      const outcome = fetch(item, signals[place]);
      outcomes[place] = outcome;
      await settledOrSlow(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, work));
  const settled = await Promise.all(outcomes);
  release();
  throwIfAborted(abortSignal);
  return {
    fetched: settled.filter(outcome => 'image' in outcome),
    failed: settled.filter(outcome => 'reason' in outcome),
  };
}

/** Waits for the end of work, or until it has held its place among those at once for long enough. */
function settledOrSlow(work: Promise<unknown>): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, slowMs);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function toDownloadError<ITEM extends PaidImage>(
  items: readonly ITEM[],
  failed: readonly FailedItem<ITEM>[],
  first: FailedItem<ITEM>,
  collecting: Collecting<ITEM>,
): ImageDownloadError {
  const { details } = collecting;
  const urls = items.flatMap(({ url }) => url ?? []);
  const rescue =
    first.item.rescue ??
    (urls.length === 0
      ? carried
      : 'What is paid may still be there: call error.retryDownload(), or fetch error.urls, before the addresses expire.');
  const bytes = failed.flatMap(({ reason }) => bytesIn(reason) ?? []);
  const kept = bytes.length === 0 ? '' : ' What came instead is in error.bytes.';
  return new ImageDownloadError({
    ...details,
    message: `Failed to fetch ${failed.length} paid ${failed.length === 1 ? 'image' : 'images'}: ${sentence(first.reason)}${kept} ${rescue} Sending the request again would be billed again.`,
    cause: first.reason,
    urls,
    rescue: first.item.rescue,
    bytes,
    missing: failed.map(toMissing),
    retryDownload: async (options = {}) => {
      const again = { ...collecting, abortSignal: options.abortSignal, endsAt: undefined };
      return [...(await collectImages(items, again)).images];
    },
  });
}

/** What came for an image and is none, where anything came. */
function bytesIn(reason: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (NotAnImageError.isInstance(reason)) return reason.bytes;
  return DownloadError.isInstance(reason) && NotAnImageError.isInstance(reason.cause)
    ? reason.cause.bytes
    : undefined;
}

function toMissing({ item: { index, url, fileId }, reason }: FailedItem<PaidImage>): MissingImage {
  return {
    index,
    reason: excerpt(messageOf(reason)),
    ...(url !== undefined && { url }),
    ...(fileId !== undefined && { fileId }),
  };
}

function whereabouts(url: string): string {
  const address = shownAddress(url);
  return address ? `It may still be at ${address}` : 'Its address is too long to be shown.';
}

function sentence(reason: unknown): string {
  const text = excerpt(messageOf(reason));
  return text.endsWith('.') ? text : `${text}.`;
}
