import { DownloadError } from '@ai-sdk/provider-utils';
import type { PaidImage } from '@grok-image/core';
import { fetchByWays, pathSegment, throwIfAborted } from '@grok-image/core/internal';
import { blobUrl } from '../service/blob-url.ts';
import type { Connection } from '../service/connection.ts';
import type { Workflow, WorkflowBlob } from '../workflow/workflow.ts';
import type { WorkflowImage } from './result.ts';

/** An image of a workflow, and how to get it. */
export interface PaidBlob extends PaidImage, WorkflowImage {
  readonly url: string;
}

/** Levels beyond what blue and green Buzz pay for (developer.civitai.com, payments, 2026-08). */
const matureLevels = ['r', 'x', 'xxx'];

/** For how long a fresh look serves other images too, in milliseconds: when a host is down, many ask again and again. */
const freshMs = 2000;

/**
 * Makes the images of a workflow ready to be fetched: from the signed address; failing that, from the one that a fresh
 * look at the workflow gives; and at last from the service itself, with the key. What none of them brings is tried again
 * a few times, unless the service says that it withholds it.
 *
 * @param readAgain - reads the workflow once more
 */
export function toPaidBlobs(
  images: readonly WorkflowImage[],
  connection: Connection,
  readAgain: (abortSignal: AbortSignal | undefined) => Promise<Workflow>,
): PaidBlob[] {
  let reading: Promise<Workflow> | undefined;
  let readAt = 0;
  /** Addresses expire together, so that one look serves all images that ask at about the same time. */
  const refresh = async (id: string | undefined, abortSignal: AbortSignal | undefined) => {
    if (performance.now() - readAt > freshMs) reading = undefined;
    reading ??= look(abortSignal);
    const { steps } = await reading;
    return steps.flatMap(({ images: blobs }) => blobs).find(blob => id !== undefined && blob.id === id);
  };
  const look = async (abortSignal: AbortSignal | undefined) => {
    readAt = Number.POSITIVE_INFINITY;
    try {
      return await readAgain(abortSignal);
    } catch (error) {
      reading = undefined;
      throw error;
    } finally {
      readAt = performance.now();
    }
  };
  return images.map(image => toPaidBlob(image, connection, refresh));
}

type Refresh = (
  id: string | undefined,
  abortSignal: AbortSignal | undefined,
) => Promise<WorkflowBlob | undefined>;

function toPaidBlob(image: WorkflowImage, connection: Connection, refresh: Refresh): PaidBlob {
  const { baseURL, fetch, headers } = connection;
  const { id } = image.blob;
  const ownUrl = id === undefined ? undefined : blobUrl(connection, pathSegment(id));
  const addressOf = ({ url }: WorkflowBlob) => url ?? ownUrl ?? baseURL;

  /** The address of a fresh look, if it is another one. Ephemeral workflows are gone by now: then there is none. */
  const findFresh = async (abortSignal: AbortSignal | undefined) => {
    const before = paid.blob.url;
    paid.blob = (await refresh(id, abortSignal).catch(() => undefined)) ?? paid.blob;
    paid.url = addressOf(paid.blob);
    throwIfAborted(abortSignal);
    return paid.blob.url === before ? undefined : paid.blob.url;
  };
  const ways = [
    { find: () => paid.blob.url },
    { find: findFresh },
    // The service itself may still have the image.
    { find: () => ownUrl, headers },
  ];
  // Without accessors, which would keep it long after the call.
  const paid: PaidBlob & { blob: WorkflowBlob; url: string } = {
    ...image,
    url: addressOf(image.blob),
    async load(abortSignal, endsAt) {
      try {
        const settings = { baseURL, fetch, abortSignal, endsAt };
        return (await fetchByWays(ways, { ...settings, isWithheld: () => isWithheld(paid.blob) })).image;
      } catch (error) {
        throwIfAborted(abortSignal);
        if (!isWithheld(paid.blob)) throw error;
        const url = ownUrl ?? paid.blob.url ?? baseURL;
        throw new DownloadError({ url, message: withheld(paid.blob), cause: error });
      }
    },
  };
  return paid;
}

/** Whether the service says that it does not give the image out, or will not for this account. */
function isWithheld({ blockedReason, nsfwLevel }: WorkflowBlob): boolean {
  return blockedReason !== undefined || (nsfwLevel !== undefined && matureLevels.includes(nsfwLevel));
}

function withheld({ blockedReason, nsfwLevel }: WorkflowBlob): string {
  return blockedReason === undefined
    ? `Failed to download an image: it is rated ${nsfwLevel} and withheld. Mature images need allowMatureContent and yellow Buzz.`
    : `Failed to download an image: the service withholds it: ${blockedReason.replace(/\.$/, '')}.`;
}
