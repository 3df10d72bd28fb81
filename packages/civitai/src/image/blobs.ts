import { DownloadError } from '@ai-sdk/provider-utils';
import {
  downloadImage,
  pathSegment,
  throwIfAborted,
  wait,
  type DownloadedImage,
  type DownloadSettings,
  type PaidImage,
} from '@grok-image/core';
import { blobUrl } from '../service/blob-url.ts';
import type { Connection } from '../service/connection.ts';
import type { Workflow, WorkflowBlob } from '../workflow/workflow.ts';
import type { WorkflowImage } from './result.ts';

/** An image of a workflow, and how to get it. */
export interface PaidBlob extends PaidImage, WorkflowImage {
  readonly url: string;
}

/**
 * Waits before all ways to an image are tried once more, in milliseconds: one that is said to be available may be stored
 * a moment later.
 */
const waitsMs = [500, 1000, 2000, 4000, 8000];

/** Longest time for one way to an image in the first round, in milliseconds: a dead one must not take the time of the others. */
const firstRoundMs = 20_000;

/** Levels beyond what blue and green Buzz pay for (developer.civitai.com, payments, 2026-08). */
const matureLevels = ['r', 'x', 'xxx'];

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
  /** Addresses expire together, so that one look serves all images that ask at the same time. */
  const refresh = async (id: string | undefined, abortSignal: AbortSignal | undefined) => {
    reading ??= readAgain(abortSignal).finally(() => {
      reading = undefined;
    });
    const { steps } = await reading;
    return steps.flatMap(({ images: blobs }) => blobs).find(blob => id !== undefined && blob.id === id);
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
  let blob = image.blob;

  /** One round: every way once, until one brings the image; else why none did. */
  const tryAll = async (
    abortSignal: AbortSignal | undefined,
    limits: Pick<DownloadSettings, 'timeoutMs'>,
  ): Promise<DownloadedImage | DownloadError[]> => {
    const failures: DownloadError[] = [];
    const from = async (url: string | undefined, extra: Partial<DownloadSettings> = {}) => {
      if (url === undefined) return undefined;
      const found = await tryDownload(url, { baseURL, fetch, abortSignal, ...limits, ...extra });
      if ('data' in found) return found;
      failures.push(found);
      return undefined;
    };
    const signed = await from(blob.url);
    if (signed) return signed;
    const before = blob.url;
    // Ephemeral workflows are gone by now, and the service itself may still have the image.
    blob = (await refresh(id, abortSignal).catch(() => undefined)) ?? blob;
    throwIfAborted(abortSignal);
    const fresh = blob.url === before ? undefined : await from(blob.url);
    if (fresh) return fresh;
    return (await from(ownUrl, { headers })) ?? failures;
  };

  const load = async (abortSignal: AbortSignal | undefined): Promise<DownloadedImage> => {
    for (let round = 0; ; round++) {
      const found = await tryAll(abortSignal, round === 0 ? { timeoutMs: firstRoundMs } : {});
      if (!Array.isArray(found)) return found;
      const waitMs = waitsMs[round];
      if (waitMs === undefined || isWithheld(blob) || !found.some(passes)) {
        throw new DownloadError({ url: ownUrl ?? blob.url ?? baseURL, message: refusal(blob, found) });
      }
      await wait(waitMs, abortSignal);
    }
  };
  return {
    step: image.step,
    get blob() {
      return blob;
    },
    get url() {
      return blob.url ?? ownUrl ?? baseURL;
    },
    load,
  };
}

/** The image, or why it did not come this way. */
async function tryDownload(
  url: string,
  settings: DownloadSettings,
): Promise<DownloadedImage | DownloadError> {
  try {
    return await downloadImage(url, settings);
  } catch (error) {
    if (DownloadError.isInstance(error)) return error;
    throw error;
  }
}

/** Whether a failure may pass: a status or a lost connection, not bytes that are no image or an address that is refused. */
function passes({ statusCode, cause }: DownloadError): boolean {
  return statusCode !== undefined || cause !== undefined;
}

/** Whether the service says that it does not give the image out, or will not for this account. */
function isWithheld({ blockedReason, nsfwLevel }: WorkflowBlob): boolean {
  return blockedReason !== undefined || (nsfwLevel !== undefined && matureLevels.includes(nsfwLevel));
}

function refusal({ blockedReason, nsfwLevel }: WorkflowBlob, failures: readonly Error[]): string {
  if (blockedReason !== undefined) {
    return `Failed to download an image: the service withholds it: ${blockedReason.replace(/\.$/, '')}.`;
  }
  if (nsfwLevel !== undefined && matureLevels.includes(nsfwLevel)) {
    return `Failed to download an image: it is rated ${nsfwLevel} and withheld. Mature images need allowMatureContent and yellow Buzz.`;
  }
  const reasons = [...new Set(failures.map(({ message }) => message))].join(' ');
  return reasons || 'Failed to download an image: it has no address.';
}
