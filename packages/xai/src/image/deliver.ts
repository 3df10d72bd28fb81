import {
  collectImages,
  defined,
  GenerationFailedError,
  shareCost,
  type GenerationDetails,
  type ImageResponse,
  type ImageWarning,
  type MissingImage,
  type UploadTarget,
} from '@grok-image/core';
import { excerpt } from '@grok-image/core/internal';
import { ticksToUsd } from '../service/cost.ts';
import { billSentence, toModerationError } from './moderation.ts';
import { toPaidImage, type XaiPaidImage } from './paid-image.ts';
import type { XaiImageAnswer, XaiImageItem } from './response.ts';
import type { XaiTransport } from '../service/transport.ts';

/** What is known about the request that an answer belongs to. */
export interface AnsweredRequest {
  /** Images it asked for. */
  readonly n: number;
  /** Place of the first of them within the call. */
  readonly offset: number;
  readonly details: GenerationDetails;
  readonly url: string;
  readonly requestBody: unknown;
  readonly headers: Record<string, string>;
  /** When the caller's time is up, by `performance.now()`, as the wall clock may be turned meanwhile. */
  readonly endsAt: number;
  /** The caller's own addresses, to which the service uploads, and where to read what it put there. */
  readonly uploads?: readonly UploadTarget[] | undefined;
  /** Whether images are billed that were asked for and did not come. */
  readonly billsAsked?: boolean | undefined;
}

/**
 * Turns an answer into images: fetches them, drops what was refused, says what is missing, and shares the cost.
 *
 * @throws ContentModerationError when every image was refused, GenerationFailedError when the answer holds none,
 * ImageDownloadError when none could be fetched
 */
export async function deliver(
  answer: XaiImageAnswer,
  request: AnsweredRequest,
  transport: XaiTransport,
): Promise<ImageResponse> {
  const { n, details, headers } = request;
  const refused = answer.items.filter(item => item.respectsModeration === false).length;
  const cost = answer.costTicks === undefined ? {} : { cost: { usd: ticksToUsd(answer.costTicks) } };
  const { items, missing } = sortOut(answer.items, request, transport);
  if (items.length === 0) throw toNoImageError(answer, refused, request, transport.service);
  const modelId = answer.model ?? details.modelId;
  const collected = await collectImages(items, {
    details: { ...details, ...cost },
    abortSignal: transport.abortSignal,
    endsAt: request.endsAt,
    describe(fetched) {
      const shares = answer.costTicks === undefined ? [] : shareCost(answer.costTicks, fetched.length);
      return fetched.map(({ item }, place) =>
        defined({
          revisedPrompt: item.revisedPrompt,
          url: item.servedFrom ?? item.url,
          requestId: details.requestId,
          jobId: details.jobId,
          model: modelId,
          ...costOf(shares[place]),
          fileId: item.fileId,
          filename: item.filename,
          expiresAt: item.expiresAt,
          publicUrl: item.publicUrl,
          publicUrlExpiresAt: item.publicUrlExpiresAt,
          storageError: item.storageError,
        }),
      );
    },
  });
  const { jobId } = details;
  const allMissing = [...missing, ...collected.missing].toSorted((one, other) => one.index - other.index);
  return {
    images: collected.images,
    warnings: [
      ...missingImages(
        { n, refused, empty: answer.items.length - refused - items.length, returned: answer.items.length },
        billOf(answer.costTicks, request, transport.service),
      ),
      ...collected.warnings,
      ...storageWarnings(collected.items),
    ],
    request: defined({
      requestId: details.requestId,
      jobId,
      resume: jobId === undefined ? undefined : { jobId },
      model: modelId,
      requested: n,
      delivered: collected.images.length,
      refused: refused || undefined,
      ...costOf(answer.costTicks),
      missing: allMissing.length === 0 ? undefined : allMissing.map(image => ({ ...image })),
    }),
    modelId,
    headers,
    ...(answer.usage && { usage: answer.usage }),
  };
}

/** Tells what can be fetched from what is missing already. */
function sortOut(
  given: readonly XaiImageItem[],
  request: AnsweredRequest,
  transport: XaiTransport,
): { readonly items: readonly XaiPaidImage[]; readonly missing: readonly MissingImage[] } {
  const { n, offset } = request;
  const paid = given.map((item, position) => toPaidImage(item, offset + position, request, transport));
  const missing = Array.from({ length: Math.max(n, given.length) }, (_, position): MissingImage[] => {
    if (paid[position] !== undefined) return [];
    const item = given[position];
    const isRefused = item?.respectsModeration === false;
    const reason = isRefused
      ? 'refused by the content policy'
      : item
        ? 'came without an image'
        : 'did not come back';
    return [{ index: offset + position, reason }];
  });
  return { items: paid.filter(item => item !== undefined), missing: missing.flat() };
}

/** Without an image the caller gets no warnings and no metadata, so the error has to say what it cost. */
function toNoImageError(
  { items, costTicks }: XaiImageAnswer,
  refused: number,
  { details, url, requestBody }: AnsweredRequest,
  service: string,
): Error {
  // An empty list is how some refusals arrive (docs.x.ai, errors).
  if (refused > 0 || items.length === 0) {
    return toModerationError({ ...details, service, url, requestBody, costTicks });
  }
  const reason = `${service} answered without an image`;
  return new GenerationFailedError({
    ...details,
    ...(costTicks !== undefined && { cost: { usd: ticksToUsd(costTicks) } }),
    message: `Failed to make an image with ${details.modelId}: ${reason}. ${billSentence(costTicks)} Sending the request again may be billed again.`,
    reasons: [reason],
  });
}

function costOf(costTicks: number | undefined): { costUsd?: number; costTicks?: number } {
  return costTicks === undefined ? {} : { costUsd: ticksToUsd(costTicks), costTicks };
}

function missingImages(
  { n, refused, empty, returned }: { n: number; refused: number; empty: number; returned: number },
  bill: string,
): ImageWarning[] {
  const reasons = [
    refused > 0 && `${refused} refused by the content policy`,
    empty > 0 && `${empty} came without an image`,
    returned < n && `${n - returned} did not come back`,
  ].filter(reason => reason !== false);
  if (reasons.length === 0 && returned > n) {
    return [{ type: 'other', message: `${returned} images came, ${n} were asked for. ${bill}` }];
  }
  if (reasons.length === 0) return [];
  return [{ type: 'other', message: `Of ${n} images, ${reasons.join(', ')}. ${bill}` }];
}

function billOf(costTicks: number | undefined, { n, billsAsked }: AnsweredRequest, service: string): string {
  if (costTicks !== undefined) return `The request was billed ${ticksToUsd(costTicks)} USD in all.`;
  return billsAsked
    ? `${service} bills what was asked for, ${n} images.`
    : `${service} did not say how many were billed.`;
}

function storageWarnings(items: readonly XaiImageItem[]): ImageWarning[] {
  return items.flatMap(({ storageError, fileId }): ImageWarning[] => {
    if (!storageError) return [];
    const what = fileId ? 'stored, but without a public address' : 'made but not stored';
    return [{ type: 'other', message: `An image was ${what}: ${excerpt(storageError)}` }];
  });
}
