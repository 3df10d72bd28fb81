import type { ImageModelCallOptions } from '@grok-image/core';

/** The options of a plain text-to-image call, as AI SDK 7 hands them to a model. */
export const call: ImageModelCallOptions & { files: undefined; mask: undefined } = {
  prompt: 'A cat in a tree',
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};
