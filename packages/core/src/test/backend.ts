import { APICallError } from '@ai-sdk/provider';
import type { ImageBackend, ImageRequest, ImageResponse } from '../generate/backend.ts';
import type { ImageCallOptions } from '../generate/call.ts';
import { images } from './images.ts';

/** The options of a plain text-to-image call. */
export const call: ImageCallOptions = {
  prompt: 'A cat in a tree',
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
};

/** A backend that makes ten images a request and takes no source images, and the requests it was given. */
export function testBackend(
  changes: Partial<ImageBackend> = {},
): ImageBackend & { requests: ImageRequest[] } {
  const requests: ImageRequest[] = [];
  const { generate = async request => answer(request) } = changes;
  return {
    provider: 'test.image',
    metadataKey: 'test',
    modelId: 'test-model',
    maxImagesPerRequest: 10,
    supportsFiles: false,
    supportsMask: false,
    ...changes,
    requests,
    generate(request) {
      requests.push(request);
      return generate(request);
    },
  };
}

/** What a request brings back when all goes well: as many images as asked, numbered over the whole call. */
export function answer(request: ImageRequest, changes: Partial<ImageResponse> = {}): ImageResponse {
  return {
    images: Array.from({ length: request.n }, (_, index) => ({
      data: images.png,
      metadata: { index: request.offset + index },
    })),
    warnings: [],
    request: { requestId: `request-${request.offset}` },
    modelId: 'served-model',
    headers: { 'x-request-id': `request-${request.offset}` },
    ...changes,
  };
}

/** An error of a service. */
export function apiError(
  message: string,
  isRetryable: boolean,
  responseHeaders: Record<string, string> = {},
): APICallError {
  return new APICallError({
    message,
    url: 'https://api.test',
    requestBodyValues: {},
    isRetryable,
    responseHeaders,
  });
}
