import { excerpt, lenient, textField } from '@grok-image/core';
import * as z from 'zod/v4';
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

const stateSchema = lenient(
  z.object({
    status: lenient(z.string()),
    // Batches carry the bare text (xai-sdk-ts tests, 2026-10).
    error: lenient(z.union([z.string().min(1), z.object({ code: textField, message: textField })])),
  }),
);

/**
 * Reads the answer to `GET /images/{request_id}`: 202 is pending whatever its body says.
 *
 * @throws TypeError when a 200 has neither images nor a failure
 */
export function readDeferredState(json: unknown, httpStatus: number): XaiDeferredState {
  const { status, error } = stateSchema.parse(json) ?? {};
  if (httpStatus === 202 || status === 'pending') return { status: 'pending' };
  if (status === 'failed') {
    const { code, message = 'no reason was given' } =
      typeof error === 'string' ? { message: error } : (error ?? {});
    return {
      status,
      code: code && excerpt(code, 100),
      message: excerpt(message),
      costTicks: readCostTicks(json),
    };
  }
  const images = readImages(json);
  if (images) return { status: 'done', images };
  // A state that is new to us is named, and never waited for.
  const state = status !== undefined ? `, and its status is '${status.slice(0, 60)}'` : '';
  throw new TypeError(`it has neither a list of images nor a failure${state}`);
}
