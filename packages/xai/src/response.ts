import * as z from 'zod/v4-mini';

/** One image of an answer; every field may be missing. */
export interface XaiImageItem {
  readonly url?: string | undefined;
  readonly base64?: string | undefined;
  readonly revisedPrompt?: string | undefined;
  /** Whether the content policy let it pass; `false` comes with a placeholder or with no image. */
  readonly respectsModeration?: boolean | undefined;
  readonly fileId?: string | undefined;
  readonly publicUrl?: string | undefined;
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

/** The state of a deferred job. */
export type XaiDeferredState =
  | { readonly status: 'pending' }
  | { readonly status: 'done'; readonly images: XaiImageAnswer }
  | {
      readonly status: 'failed';
      readonly code: string | undefined;
      readonly message: string;
      readonly costTicks: number | undefined;
    };

// What is optional may have any type: an odd field must not cost a paid image.
const text = z.catch(z.optional(z.string()), undefined);
const count = z.catch(z.optional(z.number().check(z.gte(0))), undefined);
// Whole, because the shares of a fraction would not add up to it.
const ticks = z.catch(
  z.optional(z.pipe(z.number().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER)), z.transform(Math.round))),
  undefined,
);

const usageSchema = z.catch(
  z.object({ cost_in_usd_ticks: ticks, input_tokens: count, output_tokens: count, total_tokens: count }),
  {},
);

const itemSchema = z.catch(
  z.object({
    url: text,
    b64_json: text,
    revised_prompt: text,
    respect_moderation: z.catch(z.optional(z.boolean()), undefined),
    file_output: z.catch(
      z.optional(z.object({ file_id: text, public_url: text, public_url_error: text })),
      undefined,
    ),
    storage_error: text,
  }),
  {},
);

const imagesSchema = z.object({ data: z.array(itemSchema), model: text, usage: usageSchema });
const startedSchema = z.object({ request_id: z.string().check(z.minLength(1)) });
const failedSchema = z.object({
  status: z.literal('failed'),
  // Batches carry the bare text (xai-sdk-ts tests, 2026-10).
  error: z.catch(z.union([z.string(), z.object({ code: text, message: text })]), {}),
  usage: usageSchema,
});

/**
 * Reads the answer to `POST /images/generations` and `/images/edits`.
 *
 * @throws TypeError when it has neither images nor the id of a deferred job
 */
export function readAnswer(json: unknown): XaiAnswer {
  const started = startedSchema.safeParse(json);
  const images = imagesSchema.safeParse(json);
  if (images.success) return { images: toImages(images.data) };
  if (started.success) return { deferredId: started.data.request_id };
  throw new TypeError('it has neither a list of images nor the id of a deferred job');
}

/**
 * Reads the answer to `GET /images/{request_id}`: 202 is pending whatever its body says.
 *
 * @throws TypeError when a 200 has neither images nor a failure
 */
export function readDeferredState(json: unknown, status: number): XaiDeferredState {
  const pending = z.object({ status: z.literal('pending') }).safeParse(json);
  if (status === 202 || pending.success) return { status: 'pending' };
  const failed = failedSchema.safeParse(json);
  if (failed.success) {
    const { error, usage } = failed.data;
    const { code, message } = typeof error === 'string' ? { code: undefined, message: error } : error;
    return {
      status: 'failed',
      code,
      message: message || 'no reason was given',
      costTicks: usage.cost_in_usd_ticks,
    };
  }
  const images = imagesSchema.safeParse(json);
  if (images.success) return { status: 'done', images: toImages(images.data) };
  // A state that is new to us is named, and never waited for.
  const named = z.object({ status: z.string() }).safeParse(json);
  const state = named.success ? `, and its status is '${named.data.status.slice(0, 60)}'` : '';
  throw new TypeError(`it has neither a list of images nor a failure${state}`);
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
      publicUrl: item.file_output?.public_url,
      storageError: item.storage_error || item.file_output?.public_url_error,
    })),
    costTicks: usage.cost_in_usd_ticks,
    model: model || undefined,
    usage: hasTokens ? { inputTokens, outputTokens, totalTokens } : undefined,
  };
}
