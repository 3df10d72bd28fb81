import {
  ContentModerationError,
  excerpt,
  type GenerationDetails,
  GenerationFailedError,
  orElse,
  pathSegment,
} from '@grok-image/core';
import * as z from 'zod/v4-mini';
import { ticksToUsd } from '../cost.ts';
import { billSentence, isRefusal } from '../moderation.ts';
import { toPaidImage } from '../paid-image.ts';
import { readAnswer, type XaiImageAnswer } from '../response.ts';
import type { XaiTransport } from '../transport.ts';
import type { XaiBatchResult } from './api.ts';
import type { Page } from './status.ts';

/** What became of one request, before its images are fetched. */
export type BatchOutcome =
  | { readonly id: string; readonly status: 'succeeded'; readonly answer: XaiImageAnswer }
  | Exclude<XaiBatchResult, { status: 'succeeded' }>;

const text = orElse(z.optional(z.string()), undefined);
const code = orElse(z.optional(z.union([z.string(), z.number()])), undefined);

/** Errors come as text (xai-sdk-ts, tests of 2026-10), as google.rpc.Status (xai-proto) and as `error_message`. */
const resultSchema = z.object({
  batch_request_id: orElse(z.string(), ''),
  error_message: text,
  batch_result: orElse(
    z.object({
      response: orElse(z.object({ image_generation: z.unknown() }), { image_generation: undefined }),
      error: orElse(
        z.union([
          z.pipe(
            z.string(),
            z.transform(message => ({ message, code: undefined })),
          ),
          z.object({ message: text, code }),
        ]),
        { message: undefined, code: undefined },
      ),
    }),
    { response: { image_generation: undefined }, error: { message: undefined, code: undefined } },
  ),
});
const pageSchema = z.object({ results: z.array(resultSchema), pagination_token: text });

type Result = z.infer<typeof resultSchema>;

/** Reads a page of results. */
export function readOutcomePage(json: unknown, batchId: string, transport: XaiTransport): Page<BatchOutcome> {
  const { results, pagination_token: token } = pageSchema.parse(json);
  return { items: results.map(result => toOutcome(result, batchId, transport)), token: token || undefined };
}

function toOutcome(result: Result, batchId: string, transport: XaiTransport): BatchOutcome {
  const {
    batch_request_id: id,
    batch_result: { response, error },
  } = result;
  const message = result.error_message || error.message || undefined;
  // Code 0 is OK in google.rpc.
  const errorCode = error.code === undefined || Number(error.code) === 0 ? undefined : String(error.code);
  const request: Told = { id, batchId, transport };
  if (message !== undefined || errorCode !== undefined) return toFailure(request, message, errorCode);

  const answer = toAnswer(response.image_generation);
  if (answer === undefined) return toUnknown(request);
  const isUsable = answer.items.some(item => toPaidImage(item, {}, transport) !== undefined);
  return isUsable ? { id, status: 'succeeded', answer } : toImageless(request, answer);
}

function toAnswer(json: unknown): XaiImageAnswer | undefined {
  try {
    const answer = readAnswer(json);
    return 'images' in answer ? answer.images : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

interface Told {
  readonly id: string;
  readonly batchId: string;
  readonly transport: XaiTransport;
}

function toFailure(told: Told, message = 'no reason was given', errorCode?: string): BatchOutcome {
  const { id } = told;
  const words = excerpt(message).replace(/\.$/, '');
  const reason = errorCode === undefined ? words : `${words} (${excerpt(errorCode, 100)})`;
  // 1 is CANCELLED in google.rpc.
  if (errorCode === '1' || /^(batch_)?cancell?ed$/i.test(errorCode ?? words)) {
    return { id, status: 'cancelled', error: failed(told, reason, 'Nothing was made of it.') };
  }
  if (isRefusal(errorCode, message))
    return { id, status: 'refused', error: refused(told, reason, undefined) };
  return { id, status: 'failed', error: failed(told, reason, billSentence(undefined)) };
}

/** An empty list is how some refusals arrive (docs.x.ai, errors). */
function toImageless(told: Told, { items, costTicks, model }: XaiImageAnswer): BatchOutcome {
  const { id, transport } = told;
  const isRefused = items.length === 0 || items.some(item => item.respectsModeration === false);
  if (isRefused) return { id, status: 'refused', error: refused(told, undefined, costTicks, model) };
  const reason = `${transport.service} answered without an image`;
  return { id, status: 'failed', error: failed(told, reason, billSentence(costTicks), costTicks, model) };
}

function toUnknown(told: Told): BatchOutcome {
  const advice = `It may have been made and billed. ${told.transport.advice}`;
  return {
    id: told.id,
    status: 'unknown',
    error: failed(told, 'the service does not know its outcome', advice),
  };
}

function failed(
  told: Told,
  reason: string,
  advice: string,
  costTicks?: number,
  model?: string,
): GenerationFailedError {
  const message = `Failed to make the images of '${told.id}' in batch ${told.batchId}: ${reason}. ${advice}`;
  return new GenerationFailedError({ ...detailsOf(told.id, costTicks, model), message, reasons: [reason] });
}

function refused(
  { id, batchId, transport }: Told,
  reason: string | undefined,
  costTicks: number | undefined,
  model?: string,
): ContentModerationError {
  const words = reason === undefined ? '' : ` (${reason})`;
  return new ContentModerationError({
    ...detailsOf(id, costTicks, model),
    message: `Failed to make the images of '${id}' in batch ${batchId}: ${transport.service} refused them by its content policy${words}. ${billSentence(costTicks)} Change the prompt; sending it again as it is costs again.`,
    url: `${transport.baseURL}/batches/${pathSegment(batchId)}/results`,
    requestBodyValues: undefined,
    statusCode: 200,
  });
}

/** A result does not name its model, unless it brought images. */
function detailsOf(requestId: string, costTicks: number | undefined, model = 'unknown'): GenerationDetails {
  const cost = costTicks === undefined ? {} : { cost: { usd: ticksToUsd(costTicks) } };
  return { provider: 'xai.image', modelId: model, requestId, ...cost };
}
