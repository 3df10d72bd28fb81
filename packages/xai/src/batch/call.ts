import type { ImageCallOptions } from '@grok-image/core';
import type { XaiBatchRequest } from './api.ts';

/** A request as a model of the AI SDK takes it, with the id of the caller. */
export interface BatchCall {
  readonly id: string;
  readonly modelId: string;
  readonly options: ImageCallOptions;
}

/** Puts a request of ours into the terms of models. */
export function toBatchCall(request: XaiBatchRequest): BatchCall {
  const { id, model, prompt, n = 1, size, aspectRatio, seed, providerOptions } = request;
  const { text, images = [], ...rest } = typeof prompt === 'string' ? { text: prompt } : prompt;
  const files = images.map(toFile);
  return {
    id,
    modelId: model,
    // What else stands in a prompt is a mask, which is refused further on.
    options: { ...rest, prompt: text, n, size, aspectRatio, seed, files, providerOptions },
  };
}

function toFile(image: Uint8Array | string): NonNullable<ImageCallOptions['files']>[number] {
  return typeof image === 'string'
    ? { type: 'url', url: image }
    : { type: 'file', mediaType: 'image/*', data: image };
}
