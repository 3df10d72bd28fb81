import { excerpt, orElse } from '@grok-image/core';
import * as z from 'zod/v4-mini';
import { readCostTicks, readImages, type XaiImageAnswer } from './response.ts';

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

const text = orElse(z.optional(z.string()), undefined);

const failedSchema = z.object({
  status: z.literal('failed'),
  // Batches carry the bare text (xai-sdk-ts tests, 2026-10).
  error: orElse(z.union([z.string(), z.object({ code: text, message: text })]), {}),
});

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
    const { error } = failed.data;
    const { code, message } = typeof error === 'string' ? { code: undefined, message: error } : error;
    return {
      status: 'failed',
      code: code && excerpt(code, 100),
      message: excerpt(message || 'no reason was given'),
      costTicks: readCostTicks(json),
    };
  }
  const images = readImages(json);
  if (images) return { status: 'done', images };
  // A state that is new to us is named, and never waited for.
  const named = z.object({ status: z.string() }).safeParse(json);
  const state = named.success ? `, and its status is '${named.data.status.slice(0, 60)}'` : '';
  throw new TypeError(`it has neither a list of images nor a failure${state}`);
}
