import { amountField, flagField, idField, lenient, textField } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { ticksField, timeField } from '../service/fields.ts';

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

/** An address, bare or in an object of its own. */
const addressField = lazy(() =>
  lenient(z.union([z.string().min(1), z.object({ url: z.string().min(1) }).transform(({ url }) => url)])),
);

const itemSchema = lazy(() =>
  z.object({
    url: addressField(),
    // Some gateways answer with the field of a request (seen 2026).
    image_url: addressField(),
    b64_json: textField(),
    revised_prompt: textField(),
    respect_moderation: flagField(),
    storage_error: textField(),
    file_output: lenient(
      z.object({
        file_id: textField(),
        filename: textField(),
        expires_at: timeField(),
        public_url: textField(),
        public_url_expires_at: timeField(),
        public_url_error: textField(),
      }),
    ),
  }),
);

const usageSchema = lazy(() =>
  z.object({
    cost_in_usd_ticks: ticksField(),
    input_tokens: amountField(),
    output_tokens: amountField(),
    total_tokens: amountField(),
  }),
);

const bareSchema = lazy(() =>
  z
    .string()
    .regex(/^(?:https?:|data:|\/)/i)
    .transform(url => itemSchema().parse({ url })),
);

// What is no image at all still takes the place of one, so that it is missed.
const itemsField = lazy(() => lenient(z.array(lenient(z.union([itemSchema(), bareSchema()])))));

const answerSchema = lazy(() =>
  lenient(
    z.object({
      data: itemsField(),
      // The name of the list at some gateways (seen 2026).
      images: itemsField(),
      model: textField(),
      usage: lenient(usageSchema()),
      request_id: idField(),
    }),
  ),
);

/**
 * Reads the answer to `POST /images/generations` and `/images/edits`.
 *
 * @param isDeferred - whether a job was asked for: then an empty list beside its id is no refusal
 * @throws TypeError when it has neither images nor the id of a deferred job
 */
export function readAnswer(json: unknown, isDeferred: boolean = false): XaiAnswer {
  const answer = answerSchema().parse(json);
  const images = toImages(answer);
  const isJob = isDeferred && answer?.request_id !== undefined;
  if (images && (images.items.length > 0 || !isJob)) return { images };
  if (answer?.request_id !== undefined) return { deferredId: answer.request_id };
  throw new TypeError('it has neither a list of images nor the id of a deferred job');
}

/** The images of an answer; `undefined` when it has no list of them. */
export function readImages(json: unknown): XaiImageAnswer | undefined {
  return toImages(answerSchema().parse(json));
}

const costSchema = lazy(() =>
  lenient(z.object({ usage: lenient(z.object({ cost_in_usd_ticks: ticksField() })) })),
);

/** The cost that stands in an answer, or in the body of a refused request. */
export function readCostTicks(json: unknown): number | undefined {
  return costSchema().parse(json)?.usage?.cost_in_usd_ticks;
}

function toImages(answer: z.output<ReturnType<typeof answerSchema>>): XaiImageAnswer | undefined {
  const list = answer?.data ?? (answer?.images?.length ? answer.images : undefined);
  if (!answer || !list) return undefined;
  const { model, usage } = answer;
  return {
    items: list.map(item => (item ? toItem(item) : {})),
    costTicks: usage?.cost_in_usd_ticks,
    model,
    usage: usage && toUsage(usage),
  };
}

function toItem({ file_output: file, ...item }: z.output<ReturnType<typeof itemSchema>>): XaiImageItem {
  const address = item.url ?? item.image_url;
  // A data URL is a picture that came inside the answer, in another field.
  const inAddress = address !== undefined && /^data:/i.test(address);
  return {
    url: inAddress ? undefined : address,
    base64: item.b64_json ?? (inAddress ? address : undefined),
    revisedPrompt: item.revised_prompt,
    respectsModeration: item.respect_moderation,
    fileId: file?.file_id,
    filename: file?.filename,
    expiresAt: file?.expires_at,
    publicUrl: file?.public_url,
    publicUrlExpiresAt: file?.public_url_expires_at,
    storageError: item.storage_error ?? file?.public_url_error,
  };
}

function toUsage(tokens: z.output<ReturnType<typeof usageSchema>>): XaiImageAnswer['usage'] {
  const usage = {
    inputTokens: tokens.input_tokens,
    outputTokens: tokens.output_tokens,
    totalTokens: tokens.total_tokens,
  };
  return Object.values(usage).some(count => count !== undefined) ? usage : undefined;
}
