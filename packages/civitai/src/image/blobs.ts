import { DownloadError } from '@ai-sdk/provider-utils';
import { downloadImage, pathSegment, type DownloadedImage, type PaidImage } from '@grok-image/core';
import type { Connection } from '../service/connection.ts';
import type { Workflow, WorkflowBlob } from '../workflow/workflow.ts';
import type { WorkflowImage } from './result.ts';

/** An image of a workflow, and how to get it. */
export interface PaidBlob extends PaidImage, WorkflowImage {
  readonly url: string;
}

/** Answers of a signed address that has expired, or that never was any good. */
const expired = [401, 403, 404, 410];

/** Levels beyond what blue and green Buzz pay for (developer.civitai.com, payments, 2026-08). */
const matureLevels = ['r', 'x', 'xxx'];

/**
 * Makes the images of a workflow ready to be fetched: from the signed address; once that has expired, from the one
 * that a fresh look at the workflow gives; and at last from the service itself, with the key.
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

function toPaidBlob(
  image: WorkflowImage,
  connection: Connection,
  refresh: (
    id: string | undefined,
    abortSignal: AbortSignal | undefined,
  ) => Promise<WorkflowBlob | undefined>,
): PaidBlob {
  const { baseURL, fetch, headers } = connection;
  const { id } = image.blob;
  let blob = image.blob;

  const fromSigned = async (abortSignal: AbortSignal | undefined) =>
    blob.url === undefined ? undefined : tryDownload(blob.url, { baseURL, fetch, abortSignal });
  const fromFresh = async (abortSignal: AbortSignal | undefined) => {
    const before = blob.url;
    // Ephemeral workflows are gone by now, and the service itself may still have the image.
    blob = (await refresh(id, abortSignal).catch(() => undefined)) ?? blob;
    return blob.url === before ? undefined : fromSigned(abortSignal);
  };
  const fromService = async (abortSignal: AbortSignal | undefined): Promise<DownloadedImage> => {
    const url = id === undefined ? undefined : blobUrl(connection, id);
    const authorization = headers['authorization'] ?? '';
    const withKey = { baseURL, fetch, abortSignal, headers: { authorization } };
    const found = url === undefined ? undefined : await tryDownload(url, withKey);
    if (found) return found;
    throw new DownloadError({ url: url ?? blob.url ?? baseURL, message: refusal(blob) });
  };
  return {
    step: image.step,
    get blob() {
      return blob;
    },
    get url() {
      return blob.url ?? (id === undefined ? baseURL : blobUrl(connection, id));
    },
    load: async abortSignal =>
      (await fromSigned(abortSignal)) ?? (await fromFresh(abortSignal)) ?? fromService(abortSignal),
  };
}

/** The image, or `undefined` when its address has expired. */
async function tryDownload(
  url: string,
  settings: Parameters<typeof downloadImage>[1],
): Promise<DownloadedImage | undefined> {
  try {
    return await downloadImage(url, settings);
  } catch (error) {
    if (DownloadError.isInstance(error) && expired.includes(error.statusCode ?? 0)) return undefined;
    throw error;
  }
}

function refusal({ nsfwLevel }: WorkflowBlob): string {
  return nsfwLevel !== undefined && matureLevels.includes(nsfwLevel)
    ? `Failed to download an image: it is rated ${nsfwLevel} and withheld. Mature images need allowMatureContent and yellow Buzz.`
    : 'Failed to download an image: its address has expired, and the service gives no other.';
}

/** Address of a blob's bytes; it redirects to a signed one, and asks for the key. */
function blobUrl({ baseURL }: Connection, blobId: string): string {
  return `${baseURL}/v2/consumer/blobs/${pathSegment(blobId)}`;
}
