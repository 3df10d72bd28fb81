import {
  InvalidArgumentError,
  UnsupportedFunctionalityError,
  type Experimental_BatchV4 as BatchV4,
  type Experimental_BatchV4ItemResult as BatchV4ItemResult,
  type Experimental_BatchV4Status as BatchV4Status,
} from '@ai-sdk/provider';
import { convertAsyncIteratorToReadableStream } from '@ai-sdk/provider-utils';
import { defined, parseStrict, textSchema } from '@grok-image/core';
import { lazy, throwIfAborted, warnOfUnread } from '@grok-image/core/internal';
import type { GenerationDetails, ImageResponse, OptionReader } from '@grok-image/core';
import * as z from 'zod/v4';
import type { XaiImageModelId } from '../gateways/models.ts';
import { optionReader as ofImages } from '../image/read-options.ts';
import { toPaidPictures } from '../image/to-paid-pictures.ts';
import { ticksToUsd } from '../service/cost.ts';
import { connectTo, type XaiService } from '../service/send.ts';
import { lifetimeSchema } from '../service/lifetime.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiBatchStatus } from './api.ts';
import { readStatus } from './batches.ts';
import type { BatchCall } from './call.ts';
import { batchList, cancelBatch } from './cancel.ts';
import { createInline } from './create.ts';
import type { BatchOutcome } from './outcome.ts';
import { readPage } from './pages.ts';
import { loadImages, readOutcomes } from './results.ts';

/** The batch interface of AI SDK 7, for images. */
export interface XaiBatchV4 extends BatchV4<{ readonly image: XaiImageModelId }> {}

const optionsSchema = lazy(() =>
  z.strictObject({
    name: textSchema().optional(),
    inputFileExpiresAfter: lifetimeSchema().optional(),
  }),
);

const optionReader = lazy((): OptionReader => ({
  provider: 'xai.batch',
  metadataKey: 'xai',
  optionKeys: { ...ofImages.optionKeys, names: Object.keys(optionsSchema().shape) },
}));

/** The Batch API in the words of AI SDK 7. */
export function createBatchV4(service: XaiService): XaiBatchV4 {
  const connect = connectTo('batch', service);
  return {
    specificationVersion: 'v4',
    provider: 'xai.batch',
    supportedUrls: {},
    async doStartBatch({ requests, webhookUrl, providerOptions, ...call }) {
      const { name, inputFileExpiresAfter } = parseStrict(
        optionsSchema(),
        providerOptions?.['xai'] ?? {},
        'providerOptions.xai',
      );
      const creation = { name, calls: requests.map(toCall) };
      const { addition, created } = await createInline(connect(call), creation, service);
      const total = requests.length;
      // It was empty when it was made.
      const counts = { total, pending: total, succeeded: 0, failed: 0, cancelled: 0 };
      return {
        batchId: addition.id,
        ...toStatusV4({ ...created, counts, status: 'pending', isFinished: false }),
        warnings: [
          ...(webhookUrl === undefined ? [] : [noWebhook]),
          ...(inputFileExpiresAfter === undefined ? [] : [noInputFile]),
          ...warnOfUnread(providerOptions ?? {}, optionReader()).map(warning => ({ warning })),
          ...addition.warnings,
        ],
      };
    },
    doGetBatchStatus: async ({ batchId, ...call }) => toStatusV4(await readStatus(connect(call), batchId)),
    async doGetBatchResults({ batchId, ...call }) {
      const transport = connect(call);
      const { isFinished, counts } = await readStatus(transport, batchId);
      if (!isFinished) {
        const message = `Failed to read the results of batch ${batchId}: ${counts.pending} of ${counts.total} requests are pending. Wait until its status is 'completed'; grok.batch.results() gives what is there.`;
        throw new InvalidArgumentError({ argument: 'batchId', message });
      }
      return convertAsyncIteratorToReadableStream(readItems(transport, batchId));
    },
    async doCancelBatch({ batchId, ...call }) {
      await cancelBatch(connect(call), batchId);
      return {};
    },
    async doListBatches({ limit, cursor: token, ...call }) {
      const page = await readPage(connect(call), batchList, { limit, token });
      return {
        batches: page.items.map(batch => ({ batchId: batch.id, ...toStatusV4(batch) })),
        ...(page.token !== undefined && { nextCursor: page.token }),
      };
    },
  };
}

type StartOptions = Parameters<XaiBatchV4['doStartBatch']>[0];

const noWebhook = {
  warning: {
    type: 'unsupported' as const,
    feature: 'webhookUrl',
    details: 'xAI tells nobody when a batch is done; it was not sent.',
  },
};

const noInputFile = {
  warning: {
    type: 'compatibility' as const,
    feature: 'inputFileExpiresAfter',
    details: 'The requests are sent without a file, so there is none to expire; it was not sent.',
  },
};

function toCall(request: StartOptions['requests'][number]): BatchCall {
  if (request.type !== 'image') {
    throw new UnsupportedFunctionalityError({
      functionality: `batch request of type ${request.type}`,
      message: `Failed to start a batch: request '${request.id}' is of type ${request.type}, and this provider makes images only. Nothing was sent.`,
    });
  }
  return { id: request.id, modelId: request.modelId, options: request.options };
}

function toStatusV4(batch: XaiBatchStatus): BatchV4Status {
  const { counts, status, createdAt, expiresAt, cancelReason, costUsd } = batch;
  return {
    status: batch.isFinished ? (status === 'done' ? 'completed' : 'failed') : 'pending',
    rawStatus: status,
    requestCounts: {
      total: counts.total,
      pending: counts.pending,
      completed: counts.succeeded,
      failed: counts.failed + counts.cancelled,
    },
    ...((status === 'cancelled' || status === 'expired') && {
      error: { message: cancelReason ?? `The batch is ${status}.`, code: `batch_${status}` },
    }),
    ...(createdAt !== undefined && { createdAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(costUsd !== undefined && { providerMetadata: { xai: { costUsd } } }),
  };
}

async function* readItems(transport: XaiTransport, batchId: string): AsyncGenerator<BatchV4ItemResult> {
  for await (const outcome of readOutcomes(transport, batchId)) yield await toItem(outcome, transport);
}

async function toItem(outcome: BatchOutcome, transport: XaiTransport): Promise<BatchV4ItemResult> {
  const { id, status } = outcome;
  switch (status) {
    case 'succeeded': {
      try {
        const result = toResultV4(await loadImages(id, outcome.answer, transport));
        return { type: 'image', id, status, result };
      } catch (error) {
        throwIfAborted(transport.abortSignal);
        // Paid images that cannot be fetched: the message says what to do, and what leads to them is beside it.
        const { items, costTicks } = outcome.answer;
        const images = toPaidPictures(outcome.answer, { offset: 0, baseURL: transport.baseURL }).map(
          ({ index, url, publicUrl, fileId }) =>
            defined({ index, url, publicUrl, fileId, revisedPrompt: items[index]?.revisedPrompt }),
        );
        const cost = costTicks === undefined ? {} : { costUsd: ticksToUsd(costTicks), costTicks };
        const urls = images.flatMap(({ url }) => url ?? []);
        const providerMetadata = { xai: { urls, images, ...cost } };
        return { type: 'image', id, status: 'failed', error: toErrorV4(error), providerMetadata };
      }
    }
    case 'cancelled':
      return { type: 'image', id, status, error: toErrorV4(outcome.error), ...toCostV4(outcome.error) };
    case 'refused':
    case 'failed':
    case 'unknown': {
      const error = { ...toErrorV4(outcome.error), code: status };
      return { type: 'image', id, status: 'failed', error, ...toCostV4(outcome.error) };
    }
    default:
      return outcome satisfies never;
  }
}

/** What was billed for nothing, where xAI says. */
function toCostV4({ cost }: GenerationDetails) {
  return cost?.usd === undefined ? {} : { providerMetadata: { xai: { costUsd: cost.usd } } };
}

function toErrorV4(error: unknown): { message: string; type?: string } {
  return error instanceof Error ? { message: error.message, type: error.name } : { message: String(error) };
}

function toResultV4(response: ImageResponse) {
  const { images, request, usage, modelId, headers, warnings } = response;
  return {
    images: images.map(image => image.data),
    warnings: [...warnings],
    providerMetadata: { xai: { images: images.map(image => image.metadata), requests: [request] } },
    response: { timestamp: new Date(), modelId, headers },
    ...(usage && { usage }),
  };
}
