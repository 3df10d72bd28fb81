import { isPlainObject, type ImageCallOptions } from '@grok-image/core';
import type { XaiBatchRequest, XaiBatchRequests } from './api.ts';

/** A request as a model of the AI SDK takes it, with the id of the caller. */
export interface BatchCall {
  readonly id: string;
  readonly modelId: string;
  readonly options: ImageCallOptions;
}

/** Requests of the caller in the terms of models. */
export type WithCalls<REQUESTS extends XaiBatchRequests> = Omit<REQUESTS, 'requests'> & {
  readonly calls: readonly BatchCall[];
};

/** Puts requests of ours into the terms of models: a copy, as the caller may go on and change the list and what is in it. */
export function withCalls<REQUESTS extends XaiBatchRequests>({
  requests,
  ...rest
}: REQUESTS): WithCalls<REQUESTS> {
  return { ...rest, calls: requests.map(toBatchCall) };
}

function toBatchCall({ id, model, prompt, n = 1, ...request }: XaiBatchRequest): BatchCall {
  const { text, images = [], ...rest } = typeof prompt === 'string' ? { text: prompt } : prompt;
  const { size, aspectRatio, seed, providerOptions } = request;
  const files = images.map(toFile);
  const xai = providerOptions?.xai;
  return {
    id,
    modelId: model,
    // What else stands in a prompt is a mask, which is refused further on.
    options: {
      ...rest,
      prompt: text,
      n,
      size,
      aspectRatio,
      seed,
      files,
      // What is no plain object is left as it is, to be refused further on.
      providerOptions: { ...providerOptions, xai: isPlainObject(xai) ? { ...xai } : xai },
    },
  };
}

function toFile(image: Uint8Array | string): NonNullable<ImageCallOptions['files']>[number] {
  return typeof image === 'string'
    ? { type: 'url', url: image }
    : { type: 'file', mediaType: 'image/*', data: image };
}
