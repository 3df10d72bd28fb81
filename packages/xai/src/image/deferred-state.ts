import { excerpt, fieldsOf, textOf } from '@grok-image/core';
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

/**
 * Reads the answer to `GET /images/{request_id}`: 202 is pending whatever its body says.
 *
 * @throws TypeError when a 200 has neither images nor a failure
 */
export function readDeferredState(json: unknown, httpStatus: number): XaiDeferredState {
  const { status, error } = fieldsOf(json);
  if (httpStatus === 202 || status === 'pending') return { status: 'pending' };
  if (status === 'failed') {
    // Batches carry the bare text (xai-sdk-ts tests, 2026-10).
    const { code, message } = fieldsOf(error);
    return {
      status,
      code: excerptOf(code, 100),
      message: excerptOf(error) ?? excerptOf(message) ?? 'no reason was given',
      costTicks: readCostTicks(json),
    };
  }
  const images = readImages(json);
  if (images) return { status: 'done', images };
  // A state that is new to us is named, and never waited for.
  const state = typeof status === 'string' ? `, and its status is '${status.slice(0, 60)}'` : '';
  throw new TypeError(`it has neither a list of images nor a failure${state}`);
}

function excerptOf(value: unknown, longest?: number): string | undefined {
  const text = textOf(value);
  return text && excerpt(text, longest);
}
