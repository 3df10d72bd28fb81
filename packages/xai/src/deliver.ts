import {
  collectImages,
  defined,
  downloadImage,
  shareCost,
  toImage,
  type GeneratedImage,
  type GenerationDetails,
  type ImageResponse,
  type ImageWarning,
  type PaidImage,
} from '@grok-image/core';
import { convertBase64ToUint8Array } from '@ai-sdk/provider-utils';
import { ticksToUsd } from './cost.ts';
import { toModerationError } from './moderation.ts';
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
}

type Item = XaiImageItem & PaidImage;

/**
 * Turns an answer into images: fetches them, drops what was refused, says what is missing, and shares the cost.
 *
 * @throws ContentModerationError when every image was refused, ImageDownloadError when none could be fetched
 */
export async function deliver(
  answer: XaiImageAnswer,
  request: AnsweredRequest,
  transport: XaiTransport,
): Promise<ImageResponse> {
  const { n, details, headers } = request;
  const refused = answer.items.filter(item => item.respectsModeration === false).length;
  // An empty list is how some refusals arrive (docs.x.ai, errors).
  if (refused === answer.items.length) {
    const { url, requestBody } = request;
    throw toModerationError({
      ...details,
      service: transport.service,
      url,
      requestBody,
      costTicks: answer.costTicks,
    });
  }
  const cost = answer.costTicks === undefined ? {} : { cost: { usd: ticksToUsd(answer.costTicks) } };
  const items = answer.items.flatMap(item => toPaidImage(item, transport) ?? []);
  const { delivered, warnings } = await collectImages(items, { ...details, ...cost }, transport.abortSignal);

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

/** How to get the image of an item: by its address, or from the base64 in it; `undefined` when there is none. */
function toPaidImage(item: XaiImageItem, transport: XaiTransport): Item | undefined {
  const { url, base64 } = item;
  if (item.respectsModeration === false) return undefined;
  if (base64 !== undefined) {
    // Bare, or behind a data URL prefix as in xAI's documentation of 2025.
    const load = async () =>
      toImage(convertBase64ToUint8Array(base64.slice(base64.indexOf(',') + 1)), 'b64_json');
    return { ...item, load };
  }
  if (url === undefined) return undefined;
  const { baseURL, fetch } = transport;
  return { ...item, load: abortSignal => downloadImage(url, { baseURL, fetch, abortSignal }) };
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
  return items.flatMap(({ storageError }) =>
    storageError
      ? [{ type: 'other' as const, message: `An image was made but not stored: ${storageError}` }]
      : [],
  );
}
