import type { ImageCallOptions } from '@grok-image/core';
import { copyInput } from '../copy-input.ts';
import type { XaiCallOptions } from '../service/transport.ts';
import type { XaiBatchRequest, XaiFileBatchCreation } from './api.ts';

/** A request as a model of the AI SDK takes it, with the id of the caller. */
export interface BatchCall {
  readonly id: string;
  readonly modelId: string;
  readonly options: ImageCallOptions;
}

/** Requests in the terms of models, and what to make of them. */
export interface BatchInput extends XaiCallOptions {
  readonly calls: readonly BatchCall[];
  readonly name: string | undefined;
  readonly fileExpiresAfter: number | undefined;
}

/** Puts requests of ours into the terms of models: a copy, as the caller may go on and change what was given. */
export function toBatchInput(given: XaiFileBatchCreation): BatchInput {
  const { requests, name, fileExpiresAfter, headers, abortSignal } = given;
  return { calls: copyInput(requests.map(toBatchCall)), name, fileExpiresAfter, headers, abortSignal };
}

function toBatchCall(request: XaiBatchRequest): BatchCall {
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
