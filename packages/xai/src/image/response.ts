import { amountOf, fieldsOf, flagOf, idOf, textOf } from '@grok-image/core';
import { ticksOf } from '../service/cost.ts';
import { timeOf } from '../service/time.ts';

/** One image of an answer; every field may be missing. */
export interface XaiImageItem {
  readonly url?: string | undefined;
  readonly base64?: string | undefined;
  readonly revisedPrompt?: string | undefined;
  /** Whether the content policy let it pass; `false` comes with a placeholder or with no image. */
  readonly respectsModeration?: boolean | undefined;
  readonly fileId?: string | undefined;
  readonly filename?: string | undefined;
  /** ISO 8601. */
  readonly expiresAt?: string | undefined;
  readonly publicUrl?: string | undefined;
  /** ISO 8601. */
  readonly publicUrlExpiresAt?: string | undefined;
  readonly storageError?: string | undefined;
}

/** What xAI answered to a request for images. */
export interface XaiImageAnswer {
  readonly items: readonly XaiImageItem[];
  /** Cost of the whole request; 10,000,000,000 ticks are 1 USD (docs.x.ai, usage). */
  readonly costTicks: number | undefined;
  /** The model that served it. */
  readonly model: string | undefined;
  readonly usage:
    | { inputTokens: number | undefined; outputTokens: number | undefined; totalTokens: number | undefined }
    | undefined;
}

/** An answer to the request itself: images, or the id of a deferred job. */
export type XaiAnswer = { readonly images: XaiImageAnswer } | { readonly deferredId: string };

/**
 * Reads the answer to `POST /images/generations` and `/images/edits`.
 *
 * @throws TypeError when it has neither images nor the id of a deferred job
 */
export function readAnswer(json: unknown): XaiAnswer {
  const images = readImages(json);
  if (images) return { images };
  const { request_id: requestId } = fieldsOf(json);
  const deferredId = idOf(requestId);
  if (deferredId !== undefined) return { deferredId };
  throw new TypeError('it has neither a list of images nor the id of a deferred job');
}

/** The images of an answer; `undefined` when it has no list of them. */
export function readImages(json: unknown): XaiImageAnswer | undefined {
  const { data, model, usage } = fieldsOf(json);
  if (!Array.isArray(data)) return undefined;
  return {
    items: data.map(toItem),
    costTicks: readCostTicks(json),
    model: textOf(model),
    usage: toUsage(usage),
  };
}

/** The cost that stands in an answer, or in the body of a refused request. */
export function readCostTicks(json: unknown): number | undefined {
  const { usage } = fieldsOf(json);
  const { cost_in_usd_ticks: ticks } = fieldsOf(usage);
  return ticksOf(ticks);
}

/** What is no image at all still takes the place of one, so that it is missed. */
function toItem(json: unknown): XaiImageItem {
  const item = fieldsOf(json);
  const file = fieldsOf(item['file_output']);
  return {
    url: textOf(item['url']),
    base64: textOf(item['b64_json']),
    revisedPrompt: textOf(item['revised_prompt']),
    respectsModeration: flagOf(item['respect_moderation']),
    fileId: textOf(file['file_id']),
    filename: textOf(file['filename']),
    expiresAt: timeOf(file['expires_at']),
    publicUrl: textOf(file['public_url']),
    publicUrlExpiresAt: timeOf(file['public_url_expires_at']),
    storageError: textOf(item['storage_error']) ?? textOf(file['public_url_error']),
  };
}

function toUsage(json: unknown): XaiImageAnswer['usage'] {
  const { input_tokens: input, output_tokens: output, total_tokens: total } = fieldsOf(json);
  const usage = {
    inputTokens: amountOf(input),
    outputTokens: amountOf(output),
    totalTokens: amountOf(total),
  };
  return Object.values(usage).some(count => count !== undefined) ? usage : undefined;
}
