import type { ImageModelV4 } from '@grok-image/core';

/** The parameters of a plain call. */
export const call: Parameters<ImageModelV4['doGenerate']>[0] = {
  prompt: 'A cat in a tree',
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};

/** What a promise rejects with. */
export async function errorOf(failing: Promise<unknown>): Promise<Error> {
  const [outcome] = await Promise.allSettled([failing]);
  if (outcome.status === 'rejected' && outcome.reason instanceof Error) return outcome.reason;
  throw new TypeError(`It did not fail with an error but was ${outcome.status}.`);
}
