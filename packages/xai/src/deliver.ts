import {
  collectImages,
  defined,
  downloadImage,
  GenerationFailedError,
  shareCost,
  toImage,
  type DownloadedImage,
  type GeneratedImage,
  type GenerationDetails,
  type ImageResponse,
  type ImageWarning,
  type PaidImage,
} from '@grok-image/core';
import { convertBase64ToUint8Array, DownloadError } from '@ai-sdk/provider-utils';
import { ticksToUsd } from './cost.ts';
import { billSentence, toModerationError } from './moderation.ts';
import type { XaiImageAnswer, XaiImageItem } from './response.ts';
import type { XaiTransport } from './transport.ts';

/** What is known about the request that an answer belongs to. */
export interface AnsweredRequest {
  /** Images it asked for. */
  readonly n: number;
  readonly details: GenerationDetails;
  readonly url: string;
  readonly requestBody: unknown;
  readonly headers: Record<string, string>;
  /** When the caller's time is up, in milliseconds since 1970. */
  readonly endsAt: number;
}

type Item = XaiImageItem & PaidImage;

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
  const items = answer.items.flatMap(item => toPaidImage(item, transport) ?? []);
  if (items.length === 0) throw toNoImageError(answer, refused, request, transport.service);
  const { delivered, warnings } = await collectImages(
    items,
    { ...details, ...cost },
    transport.abortSignal,
    Math.max(1, request.endsAt - Date.now()),
  );

  const shares = answer.costTicks === undefined ? [] : shareCost(answer.costTicks, delivered.length);
  const modelId = answer.model ?? details.modelId;
  const images = delivered.map(({ item, image }, index): GeneratedImage => ({
    data: image.data,
    metadata: defined({
      ...image.info,
      revisedPrompt: item.revisedPrompt,
      url: item.url,
      requestId: details.requestId,
      model: modelId,
      ...costOf(shares[index]),
      fileId: item.fileId,
      publicUrl: item.publicUrl,
      storageError: item.storageError,
    }),
  }));
  return {
    images,
    warnings: [
      ...missingImages(
        { n, refused, empty: answer.items.length - refused - items.length, returned: answer.items.length },
        answer.costTicks,
      ),
      ...warnings,
      ...storageWarnings(delivered.map(({ item }) => item)),
    ],
    request: defined({
      requestId: details.requestId,
      model: modelId,
      requested: n,
      delivered: images.length,
      refused: refused || undefined,
      ...costOf(answer.costTicks),
    }),
    modelId,
    headers,
    ...(answer.usage && { usage: answer.usage }),
  };
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

/** How to get the image of an item: from the base64 in it, or by its address; `undefined` when there is none. */
function toPaidImage(item: XaiImageItem, transport: XaiTransport): Item | undefined {
  const { url, base64 } = item;
  if (item.respectsModeration === false || (url === undefined && base64 === undefined)) return undefined;
  const { baseURL, fetch } = transport;
  return {
    ...item,
    async load(abortSignal) {
      try {
        if (base64 !== undefined) return decode(base64);
      } catch (error) {
        if (url === undefined) throw error;
      }
      return downloadImage(url ?? '', { baseURL, fetch, abortSignal });
    },
  };
}

/** Bare, or behind a data URL prefix as in xAI's documentation of 2025. */
function decode(base64: string): DownloadedImage {
  const url = 'b64_json';
  let data: Uint8Array;
  try {
    data = convertBase64ToUint8Array(base64.slice(base64.indexOf(',') + 1));
  } catch (cause) {
    throw new DownloadError({ url, message: 'Failed to read an image: its base64 is broken.', cause });
  }
  return toImage(data, url);
}

function costOf(costTicks: number | undefined): { costUsd?: number; costTicks?: number } {
  return costTicks === undefined ? {} : { costUsd: ticksToUsd(costTicks), costTicks };
}

function missingImages(
  { n, refused, empty, returned }: { n: number; refused: number; empty: number; returned: number },
  costTicks: number | undefined,
): ImageWarning[] {
  const reasons = [
    refused > 0 && `${refused} refused by the content policy`,
    empty > 0 && `${empty} came without an image`,
    returned < n && `${n - returned} did not come back`,
  ].filter(reason => reason !== false);
  if (reasons.length === 0) return [];
  const bill = costTicks === undefined ? '' : ` The request was billed ${ticksToUsd(costTicks)} USD in all.`;
  return [{ type: 'other', message: `Of ${n} images, ${reasons.join(', ')}.${bill}` }];
}

function storageWarnings(items: readonly XaiImageItem[]): ImageWarning[] {
  return items.flatMap(({ storageError, fileId }): ImageWarning[] => {
    if (!storageError) return [];
    const what = fileId ? 'stored, but without a public address' : 'made but not stored';
    return [{ type: 'other', message: `An image was ${what}: ${storageError}` }];
  });
}
