import { APICallError } from '@ai-sdk/provider';
import { isRecord } from '@ai-sdk/provider-utils';
import { messageOf } from '@grok-image/core/internal';
import { isAbort, isUnstarted } from '../stack/classify.ts';
import type { PassingCall } from '../stack/middleware.ts';
import type { ImageResult } from '../stack/model.ts';
import { asSeen } from '../stack/result.ts';

/**
 * Passes a request on, and keeps AI SDK from sending it again unless nothing can have been started: it repeats whatever a
 * provider marks as retryable, lost connections and 502 among it, and an answer without a picture, and each of those may
 * be billed.
 */
export async function payOnce(
  { params, next }: PassingCall,
  certain: ((error: unknown) => boolean) | undefined,
): Promise<ImageResult> {
  try {
    const result = await next(params);
    return result.images.length === 0 ? asSeen({ ...result, isRetryable: false }) : result;
  } catch (error) {
    const mayRepeat = isUnstarted(error) || certain?.(error) === true;
    throw mayRepeat || isAbort(error, params.abortSignal) ? error : withoutRepeat(error);
  }
}

/** The same error, after which AI SDK does not start over. */
function withoutRepeat(error: unknown): unknown {
  if (!isRecord(error) || error['isRetryable'] !== true) return error;
  const { statusCode, url, requestBodyValues, responseHeaders, responseBody, data } = APICallError.isInstance(
    error,
  )
    ? error
    : { statusCode: undefined, url: '', requestBodyValues: {} };
  return new APICallError({
    message: `${messageOf(error)} The request may have been carried out and billed, so it is not sent again by itself.`,
    url,
    requestBodyValues,
    ...(statusCode !== undefined && { statusCode }),
    ...(responseHeaders && { responseHeaders }),
    ...(responseBody !== undefined && { responseBody }),
    data,
    isRetryable: false,
    cause: error,
  });
}
