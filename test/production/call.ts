import type { ImageParams } from '@grok-image/middleware';

/** The parameters of a plain call. */
export function toParams(prompt: string, providerOptions: ImageParams['providerOptions'] = {}): ImageParams {
  return { prompt, n: 1, size: undefined, aspectRatio: undefined, seed: undefined, providerOptions };
}
