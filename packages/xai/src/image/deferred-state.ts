import { lenient, textField } from '@grok-image/core';
import { excerpt, lazy } from '@grok-image/core/internal';
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

const stateSchema = lazy(() =>
  lenient(
    z.object({
      status: lenient(z.string()),
      // Batches carry the bare text (xai-sdk-ts tests, 2026-10).
      error: lenient(z.union([z.string().min(1), z.object({ code: textField(), message: textField() })])),
    }),
  ),
);

/** In which a job ends without images, in whichever tense. */
const endsInVain = /^(?:fail|cancel|expire|error|reject|abort|timed?_?out)/i;

/** In which a job has ended well, so that an empty list of images is all there is. */
const endsWell = /^(?:done|complete|succe|finish|ready)/i;

/**
 * Reads the answer to `GET /images/{request_id}`: 202 is pending whatever its body says, and so is a 200 without images
 * in a state that is new to us, as the job is paid and may still end.
 *
 * @throws TypeError when a 200 has neither images nor a state
 */
export function readDeferredState(json: unknown, httpStatus: number): XaiDeferredState {
  const { status, error } = stateSchema().parse(json) ?? {};
  if (httpStatus === 202 || status === 'pending') return { status: 'pending' };
  const images = readImages(json);
  if (images && images.items.length > 0) return { status: 'done', images };
  if (status !== undefined && endsInVain.test(status)) {
    const { code, message = status === 'failed' ? 'no reason was given' : `its status is '${status}'` } =
      typeof error === 'string' ? { message: error } : (error ?? {});
    return {
      status: 'failed',
      code: code && excerpt(code, 100),
      message: excerpt(message),
      costTicks: readCostTicks(json),
    };
  }
  if (images && (status === undefined || endsWell.test(status))) return { status: 'done', images };
  if (status !== undefined && !endsWell.test(status)) return { status: 'pending' };
  const state = status === undefined ? '' : `, and its status is '${status.slice(0, 60)}'`;
  throw new TypeError(`it has neither a list of images nor a failure${state}`);
}
