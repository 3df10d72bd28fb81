import { orElse } from '@grok-image/core';
import * as z from 'zod/v4-mini';
import { toIsoTime } from './time.ts';

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

// What is optional may have any type: an odd field must not cost a paid image.
const text = orElse(z.optional(z.string()), undefined);
const count = orElse(z.optional(z.number().check(z.gte(0))), undefined);
// Whole, because the shares of a fraction would not add up to it.
const ticks = orElse(
  z.optional(z.pipe(z.number().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER)), z.transform(Math.round))),
  undefined,
);

const unixTime = orElse(z.optional(z.pipe(z.number(), z.transform(toIsoTime))), undefined);

const usageSchema = orElse(
  z.object({ cost_in_usd_ticks: ticks, input_tokens: count, output_tokens: count, total_tokens: count }),
  {},
);

const itemSchema = orElse(
  z.object({
    url: text,
    b64_json: text,
    revised_prompt: text,
    respect_moderation: orElse(z.optional(z.boolean()), undefined),
    file_output: orElse(
      z.optional(
        z.object({
          file_id: text,
          filename: text,
          expires_at: unixTime,
          public_url: text,
          public_url_error: text,
          public_url_expires_at: unixTime,
        }),
      ),
      undefined,
    ),
    storage_error: text,
  }),
  {},
);

const imagesSchema = z.object({ data: z.array(itemSchema), model: text, usage: usageSchema });
/** A service is not trusted to be brief, and the id goes into addresses and messages. */
const longestId = 200;

const startedSchema = z.object({ request_id: z.string().check(z.minLength(1), z.maxLength(longestId)) });

/**
 * Reads the answer to `POST /images/generations` and `/images/edits`.
 *
 * @throws TypeError when it has neither images nor the id of a deferred job
 */
export function readAnswer(json: unknown): XaiAnswer {
  const started = startedSchema.safeParse(json);
  const images = readImages(json);
  if (images) return { images };
  if (started.success) return { deferredId: started.data.request_id };
  throw new TypeError('it has neither a list of images nor the id of a deferred job');
}

/** The images of an answer; `undefined` when it has no list of them. */
export function readImages(json: unknown): XaiImageAnswer | undefined {
  const images = imagesSchema.safeParse(json);
  return images.success ? toImages(images.data) : undefined;
}

/** The cost that stands in the body of a refused request. */
export function readCostTicks(json: unknown): number | undefined {
  const parsed = z.object({ usage: usageSchema }).safeParse(json);
  return parsed.success ? parsed.data.usage.cost_in_usd_ticks : undefined;
}

function toImages({ data, model, usage }: z.infer<typeof imagesSchema>): XaiImageAnswer {
  const { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: totalTokens } = usage;
  const hasTokens = inputTokens !== undefined || outputTokens !== undefined || totalTokens !== undefined;
  return {
    items: data.map(item => ({
      url: item.url || undefined,
      base64: item.b64_json || undefined,
      revisedPrompt: item.revised_prompt,
      respectsModeration: item.respect_moderation,
      fileId: item.file_output?.file_id,
      filename: item.file_output?.filename,
      expiresAt: item.file_output?.expires_at,
      publicUrl: item.file_output?.public_url,
      publicUrlExpiresAt: item.file_output?.public_url_expires_at,
      storageError: item.storage_error || item.file_output?.public_url_error,
    })),
    costTicks: usage.cost_in_usd_ticks,
    model: model || undefined,
    usage: hasTokens ? { inputTokens, outputTokens, totalTokens } : undefined,
  };
}
