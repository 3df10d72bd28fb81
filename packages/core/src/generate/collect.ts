import { DownloadError } from '@ai-sdk/provider-utils';
import type { GenerationDetails } from '../errors/generation-error.ts';
import { ImageDownloadError } from '../errors/image-download-error.ts';
import type { DownloadedImage } from '../image/download.ts';
import { excerpt, shownAddress } from '../messages/excerpt.ts';
import type { ImageWarning } from '../messages/warning.ts';
import { withDeadline } from '../time/wait.ts';
import { maxImagesPerCall } from './call.ts';
import { fanOut, throwIfAborted } from '../time/signal.ts';
import { messageOf } from '../messages/message-of.ts';

/** An image that is made and paid for, and how to get it. */
export interface PaidImage {
  /** Where it is; absent when the answer itself carried its bytes, although it may be stored as well (see `rescue`). */
  readonly url?: string | undefined;
  /** What to do if it cannot be loaded, a whole sentence, where that is not to try its address again. */
  readonly rescue?: string | undefined;
  load(abortSignal: AbortSignal | undefined): Promise<DownloadedImage>;
}

/** What is paid has at least so long to be fetched, in milliseconds, however late it was made. */
const leastMs = 30_000;

const carried = 'The answer itself carried it, so there is nothing to fetch again.';

/** The images that could be fetched, each with what it was fetched for. */
export interface CollectedImages<ITEM> {
  readonly delivered: readonly { readonly item: ITEM; readonly image: DownloadedImage }[];
  /** One for each image that could not be fetched, with its address. */
  readonly warnings: readonly ImageWarning[];
}

/**
 * Fetches all images of one request at once, but no more than one call may ask for. What can be fetched is delivered even if a sibling cannot.
 *
 * @param endsAt - when the caller's time is up, by `performance.now()`, as the wall clock may be turned meanwhile; each
 * image has until then, but at least 30 s, and one that takes longer counts as one that cannot be fetched
 * @throws ImageDownloadError, with the addresses and a way to try again, when there are images and none could be fetched
 * @throws the abort reason
 */
export async function collectImages<ITEM extends PaidImage>(
  items: readonly ITEM[],
  details: GenerationDetails,
  abortSignal: AbortSignal | undefined,
  endsAt: number = Number.POSITIVE_INFINITY,
): Promise<CollectedImages<ITEM>> {
  const timeoutMs = Math.max(leastMs, Math.round(endsAt - performance.now()));
  const wanted = items.slice(0, maxImagesPerCall);
  const { signals, release } = fanOut(abortSignal, wanted.length);
  const settled = await Promise.allSettled(
    wanted.map((item, index) => {
      const message = `It did not arrive within ${timeoutMs} ms.`;
      const onTimeout = () => new DownloadError({ url: item.url ?? '', message });
      return withDeadline({ timeoutMs, abortSignal: signals[index], onTimeout }, signal => item.load(signal));
    }),
  ).finally(release);
  throwIfAborted(abortSignal);
  const outcomes = wanted.map((item, index) => ({ item, result: settled[index] }));
  const delivered = outcomes.flatMap(({ item, result }) =>
    result?.status === 'fulfilled' ? [{ item, image: result.value }] : [],
  );
  const failed = outcomes.flatMap(({ item, result }) =>
    result?.status === 'rejected' ? [{ item, reason: result.reason }] : [],
  );
  const [first] = failed;
  if (delivered.length === 0 && first) {
    const urls = wanted.flatMap(({ url }) => url ?? []);
    const rescue =
      first.item.rescue ??
      (urls.length === 0
        ? carried
        : 'What is paid may still be there: call error.retryDownload(), or fetch error.urls, before the addresses expire.');
    throw new ImageDownloadError({
      ...details,
      message: `Failed to fetch ${failed.length} paid ${failed.length === 1 ? 'image' : 'images'}: ${sentence(first.reason)} ${rescue} Sending the request again would be billed again.`,
      cause: first.reason,
      urls,
      rescue: first.item.rescue,
      retryDownload: async (options = {}) => {
        const again = await collectImages(wanted, details, options.abortSignal);
        return again.delivered.map(({ image }) => image.data);
      },
    });
  }
  const warnings = failed.map(({ item, reason }): ImageWarning => {
    const rescue = item.rescue ?? (item.url ? whereabouts(item.url) : carried);
    return {
      type: 'other',
      message: `A paid image could not be fetched: ${sentence(reason)} ${rescue}`,
    };
  });
  for (const { image } of delivered) {
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
  return { delivered, warnings };
}

function whereabouts(url: string): string {
  const address = shownAddress(url);
  return address ? `It may still be at ${address}` : 'Its address is too long to be shown.';
}

function sentence(reason: unknown): string {
  const text = excerpt(messageOf(reason));
  return text.endsWith('.') ? text : `${text}.`;
}
