import { InvalidArgumentError } from '@ai-sdk/provider';
import {
  flagField,
  invalidArgument,
  invalidArgumentInWords,
  parseLenient,
  requestJson,
  textField,
  toImageUrl,
  toSourceImage,
  type Failure,
  type ImageRequest,
  type SourceImage,
} from '@grok-image/core';
import { checkReachable, fileField, isBytes, lazy, nowOf, throwIfAborted } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { blobUrl, readBlobAddress, type BlobAddress } from '../service/blob-url.ts';
import type { Connection } from '../service/connection.ts';
import type { ReadOptions } from './options.ts';
import type { SentImages } from './request.ts';

/** A source image of an edit. */
export interface Source {
  /** What the caller knows it by, e.g. `providerOptions.civitai.images[0]`. */
  readonly field: string;
  /** As it is sent: an address or a data URL. */
  readonly image: string;
  /** Whether it says where an edit may change the first source. */
  readonly isMask?: boolean | undefined;
}

/** Sources as the steps of a workflow need them. */
export function toSent(sources: readonly Source[]): SentImages {
  const [mask] = sources.filter(({ isMask }) => isMask);
  return { images: sources.filter(({ isMask }) => !isMask).map(({ image }) => image), mask: mask?.image };
}

/** Time that the engine needs at least to fetch a source, in milliseconds: with less left, an address is renewed. */
const leastValidMs = 5 * 60_000;

/** Longest time for one attempt to renew an address, in milliseconds. */
const patienceMs = 30_000;

/**
 * The source images of an edit, those of the call before those of the options. Does no IO.
 *
 * @param most - source images that the model takes
 * @throws InvalidArgumentError for more, and for what is no image
 */
export function toSources(
  request: Pick<ImageRequest, 'sources' | 'mask'>,
  options: ReadOptions,
  baseURL: string,
  most: number,
): Source[] {
  const { images = [] } = options;
  const accepted =
    most === 0
      ? 'no source images, as this model makes images from text only'
      : `at most ${most} source images, files and images together`;
  if (request.sources.length > most) throw invalidArgument(fileField(), request.sources, accepted);
  if (request.sources.length + images.length > most) {
    throw invalidArgument('providerOptions.civitai.images', images, accepted);
  }
  const files = request.sources.map((source, index) => ({ field: fileField(index), source }));
  const others = images.map((image, index) => {
    const field = `providerOptions.civitai.images[${index}]`;
    return { field, source: toSourceImage(image, field) };
  });
  const masks = toMasks(request.mask, options);
  return [...files, ...others, ...masks].map(({ field, source, ...kind }) => {
    checkReachable(source, field, { service: 'Civitai', baseURL });
    return { field, image: toImageUrl(source), ...kind };
  });
}

/**
 * The mask of the call, or that of the options where the AI SDK of the caller cannot pass one.
 *
 * @throws InvalidArgumentError for both, and for what is no image
 */
function toMasks(
  ofCall: SourceImage | undefined,
  { mask }: Readonly<Record<string, unknown>>,
): { readonly field: string; readonly source: SourceImage; readonly isMask: true }[] {
  const field = 'providerOptions.civitai.mask';
  if (ofCall !== undefined && mask !== undefined) {
    throw invalidArgumentInWords(field, 'a second mask', 'one mask, and the call has one already');
  }
  if (ofCall !== undefined) return [{ field: 'mask', source: ofCall, isMask: true }];
  if (typeof mask !== 'string' && !isBytes(mask)) return [];
  return [{ field, source: toSourceImage(mask, field), isMask: true }];
}

/**
 * Renews the addresses of images that Civitai has made or stored and whose signature has ended, is about to end or is
 * missing: the engine would refuse them after the submit. Everything else stays as it is.
 *
 * @returns the sources as they are to be sent, the same list where none needed it
 * @throws InvalidArgumentError for an address that the service does not renew, APICallError when it cannot be asked, and
 * the abort reason; by then nothing was submitted
 */
export async function renewSources(
  sources: readonly Source[],
  connection: Connection,
  abortSignal: AbortSignal,
): Promise<readonly Source[]> {
  const stale = sources.map(({ image }) => readStaleAddress(connection, image));
  if (stale.every(address => address === undefined)) return sources;
  return Promise.all(
    sources.map(async (source, index) => {
      const address = stale[index];
      if (address === undefined) return source;
      return { ...source, image: await renew(source, address, connection, abortSignal) };
    }),
  );
}

function readStaleAddress(connection: Connection, image: string): BlobAddress | undefined {
  const address = readBlobAddress(connection, image);
  const { endsAt = Number.POSITIVE_INFINITY } = address ?? {};
  return endsAt < Date.now() + leastValidMs ? address : undefined;
}

async function renew(
  { field, image }: Source,
  { segment, endsAt = 0 }: BlobAddress,
  connection: Connection,
  abortSignal: AbortSignal,
): Promise<string> {
  // By the clock of the service where an answer tells it.
  let now = Date.now();
  const flaw = endsAt === 0 ? 'has no signature' : 'has expired';
  try {
    const { value } = await requestJson({
      ...connection,
      patienceMs,
      kind: 'repeatable',
      method: 'POST',
      url: `${blobUrl(connection, segment)}/refresh`,
      abortSignal,
      action: `renew the address of ${field}, which ${flaw}`,
      unpaid: 'No workflow was submitted.',
      advice: 'Try again later, or pass the image itself as bytes.',
      parse: readAddress,
      explain(failure) {
        now = nowOf(failure.headers ?? {});
        return unrenewed(failure, field, flaw);
      },
    });
    return value;
  } catch (error) {
    throwIfAborted(abortSignal);
    // Only where it is certain that the engine would refuse it.
    if (endsAt > now) return image;
    throw error;
  }
}

/** The error of a blob that the service does not know any more, or does not give to this account. */
function unrenewed(
  { status, reason }: Failure,
  argument: string,
  flaw: string,
): InvalidArgumentError | undefined {
  if (status !== 403 && status !== 404 && status !== 410) return undefined;
  return new InvalidArgumentError({
    argument,
    message: `Invalid ${argument}: got an address of Civitai that ${flaw}, and the service does not renew it: ${reason}. Accepted: an image of this account that the service still has, or the image itself as bytes. No workflow was submitted.`,
  });
}

const blobSchema = lazy(() => z.object({ url: textField(), available: flagField() }));

function readAddress(json: unknown): string {
  const { url, available } = parseLenient(blobSchema(), json, 'it is no blob');
  if (url === undefined || available === false) throw new TypeError('the image is not available');
  return url;
}
