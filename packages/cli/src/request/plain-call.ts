import type { ImageModelCallOptions } from '@grok-image/core';
import type { ImageModelFileOptions } from '@grok-image/core/internal';

/** The call that asks for one image, and says nothing of it but what is given. */
export function plainCall(
  about: Pick<ImageModelCallOptions, 'abortSignal'> & Partial<Pick<ImageModelCallOptions, 'providerOptions'>>,
): ImageModelCallOptions & Required<ImageModelFileOptions> {
  return {
    prompt: 'A cat in a tree',
    n: 1,
    size: undefined,
    aspectRatio: undefined,
    seed: undefined,
    files: undefined,
    mask: undefined,
    providerOptions: {},
    ...about,
  };
}
