import type { ImageResponse } from '@grok-image/core';
import { ticksToUsd } from '../service/cost.ts';
import { deliver } from '../image/deliver.ts';
import { imageMetadata } from '../image/metadata.ts';
import type { Page } from '../service/page.ts';
import { toPaidPictures } from '../image/to-paid-pictures.ts';
import type { XaiImageAnswer } from '../image/response.ts';
import { longestTransferMs, pathOf } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiBatchImages, XaiBatchResult } from './api.ts';
import { readOutcomePage, type BatchOutcome } from './outcome.ts';
import { readPages } from './pages.ts';

/** Results may carry their images, so pages are kept to about as many characters. */
const pageCharacters = 4_000_000;
const mostResults = 100;
/** As long as nothing is known about how large results are. */
const mostUnmeasured = 16;

/** Time for the images of one result, in milliseconds. */
const loadTimeoutMs = 300_000;

/** The results of a batch as they are there, in any order. */
export function readOutcomes(transport: XaiTransport, batchId: string): AsyncGenerator<BatchOutcome> {
  return readPages(transport, {
    path: pathOf('batches', batchId, '/results'),
    patienceMs: longestTransferMs,
    action: `read the results of batch ${batchId}`,
    parse: json => readOutcomePage(json, batchId, transport),
    pageSize: createPageSize(),
  });
}

/** Asks for few results at first, then for as many as fit by the largest one so far. */
function createPageSize(): (before: Page<BatchOutcome> | undefined) => number {
  let size = 1;
  let largest = 0;
  return before => {
    if (before === undefined) return size;
    largest = Math.max(largest, ...before.items.map(charactersOf));
    const fitting = largest === 0 ? Math.min(size * 2, mostUnmeasured) : Math.floor(pageCharacters / largest);
    size = Math.max(1, Math.min(fitting, mostResults));
    return size;
  };
}

/** Of a result that failed nothing can be learned about the size of others. */
function charactersOf(outcome: BatchOutcome): number {
  if (outcome.status !== 'succeeded') return 0;
  return outcome.answer.items.reduce((sum, { base64 = '' }) => sum + base64.length, 1000);
}

/** Fetches or unpacks the images of a result. */
export async function loadImages(
  requestId: string,
  answer: XaiImageAnswer,
  transport: XaiTransport,
): Promise<ImageResponse> {
  return deliver(
    answer,
    {
      // How many were asked for is not part of a result.
      n: answer.items.length,
      offset: 0,
      details: { provider: 'xai.image', modelId: answer.model ?? '', requestId },
      url: transport.baseURL,
      requestBody: undefined,
      headers: {},
      endsAt: performance.now() + loadTimeoutMs,
    },
    transport,
  );
}

/** Gives a result the form that callers see. */
export function toResult(outcome: BatchOutcome, transport: XaiTransport): XaiBatchResult {
  if (outcome.status !== 'succeeded') return outcome;
  const { id, status, answer } = outcome;
  const { costTicks, model } = answer;
  // A picture that was refused comes with a placeholder, which is none.
  const pictures = toPaidPictures(answer, { offset: 0, baseURL: transport.baseURL });
  return {
    id,
    status,
    urls: pictures.flatMap(({ url }) => url ?? []),
    fileIds: pictures.flatMap(({ fileId }) => fileId ?? []),
    model,
    costUsd: costTicks === undefined ? undefined : ticksToUsd(costTicks),
    costTicks,
    load: async ({ abortSignal = transport.abortSignal } = {}) =>
      toImages(await loadImages(id, answer, { ...transport, abortSignal })),
  };
}

function toImages({ images, warnings }: ImageResponse): XaiBatchImages {
  const metadata = imageMetadata({
    images,
    providerMetadata: { xai: { images: images.map(image => image.metadata) } },
  });
  return {
    images: metadata.map((entry, index) => ({
      ...entry,
      data: images[index]?.data ?? new Uint8Array(),
    })),
    warnings,
  };
}
