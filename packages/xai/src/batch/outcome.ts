import {
  ContentModerationError,
  type GenerationDetails,
  GenerationFailedError,
  lenient,
  textField,
} from '@grok-image/core';
import { excerpt, lazy, pathSegment } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { ticksToUsd } from '../service/cost.ts';
import { billSentence, isRefusal } from '../image/moderation.ts';
import { toPage, type Page } from '../service/page.ts';
import { toPaidImage } from '../image/paid-image.ts';
import { readImages, type XaiImageAnswer } from '../image/response.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiBatchResult } from './api.ts';

/** What became of one request, before its images are fetched. */
export type BatchOutcome =
  | { readonly id: string; readonly status: 'succeeded'; readonly answer: XaiImageAnswer }
  | Exclude<XaiBatchResult, { status: 'succeeded' }>;

/** Reads a page of results. */
export function readOutcomePage(json: unknown, batchId: string, transport: XaiTransport): Page<BatchOutcome> {
  return toPage(json, 'results', result => toOutcome(result, batchId, transport));
}

/** Errors come as text (xai-sdk-ts, tests of 2026-10), as google.rpc.Status (xai-proto) and as `error_message`. */
const resultSchema = lazy(() =>
  lenient(
    z.object({
      batch_request_id: textField(),
      error_message: textField(),
      batch_result: lenient(
        z.object({
          error: lenient(
            z.union([
              z.string().min(1),
              z.object({ code: lenient(z.union([z.string().min(1), z.number()])), message: textField() }),
            ]),
          ),
          response: lenient(z.object({ image_generation: z.unknown() })),
        }),
      ),
    }),
  ),
);

function toOutcome(json: unknown, batchId: string, transport: XaiTransport): BatchOutcome {
  const {
    batch_request_id: id = '',
    error_message: errorMessage,
    batch_result: result,
  } = resultSchema().parse(json) ?? {};
  const { code, message } =
    typeof result?.error === 'string' ? { message: result.error } : (result?.error ?? {});
  const request: Told = { id, batchId, transport };
  const words = errorMessage ?? message;
  // Code 0 is OK in google.rpc.
  const codeOrOk = String(code ?? 0);
  const errorCode = Number(codeOrOk) === 0 ? undefined : codeOrOk;
  const answer = readImages(result?.response?.image_generation);
  const isUsable = answer?.items.some(item => toPaidImage(item, 0, {}, transport) !== undefined) ?? false;
  const isFailed = words !== undefined || errorCode !== undefined;
  // Pictures are there and paid, whatever stands beside them.
  if (isFailed && !isUsable) return toFailure(request, words, errorCode);
  if (answer === undefined) return toUnknown(request);
  return isUsable ? { id, status: 'succeeded', answer } : toImageless(request, answer);
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
