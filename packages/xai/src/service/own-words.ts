import type { FailedAnswer } from '@grok-image/core';
import { isPlainObject } from '@grok-image/core/internal';

/** The shapes of `data` of an `APICallError`: of gateways, and of xAI (docs.x.ai, errors). */
export type XaiErrorData =
  | {
      error: {
        message: string;
        type?: string | null | undefined;
        param?: unknown;
        code?: string | number | null | undefined;
      };
    }
  | { code: string; error: string }
  | { error: string };

/** xAI itself, wherever it stands (docs.x.ai, regional endpoints, 2026). */
export const isXaiHost = (url: string): boolean => /^https:\/\/(?:[\w-]+\.)?api\.x\.ai(?::443)?\//.test(url);

/**
 * Whether the service itself says no: in JSON or, for what is no valid request, in a plain sentence (docs.x.ai, errors),
 * each with its request id; gateways in OpenAI's shape. A page, or JSON of another shape, comes from something in between.
 * A refusal by content policy is billed and comes as HTTP 400 with JSON, so a 400 that is none leaves open what it cost.
 */
export function isOwn({ status, headers, json, body }: FailedAnswer): boolean {
  const hasId = Boolean(headers['x-request-id']);
  if (isPlainObject(json)) {
    return isPlainObject(json['error']) || (hasId && typeof json['error'] === 'string');
  }
  return hasId && body.form === 'text' && status !== 400;
}

/** Whether a 503 says that the request was not started: only api.x.ai itself can know, and it speaks as it always does. */
export function isTurnedAway({ url, headers, json }: FailedAnswer): boolean {
  return (
    isXaiHost(url) &&
    Boolean(headers['x-request-id']) &&
    isPlainObject(json) &&
    typeof json['code'] === 'string' &&
    typeof json['error'] === 'string'
  );
}
