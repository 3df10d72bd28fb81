import type { ImageModelV4, JsonValue } from '@grok-image/core';
import type { Access } from '@grok-image/emulator';
import { createGrok, type XaiProviderSettings } from '../index.ts';

/** The options of a plain text-to-image call. */
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

/** The same call with options of xAI. */
export function withOptions(
  options: Record<string, JsonValue>,
  changes: Partial<typeof call> = {},
): typeof call {
  return { ...call, ...changes, providerOptions: { xai: options } };
}

/** A model that talks to a server of the test. */
export function model(
  { baseURL, apiKey }: Access,
  settings: XaiProviderSettings = {},
  modelId: string = 'grok-imagine-image',
): ImageModelV4 {
  return createGrok({ baseURL, apiKey, ...settings }).image(modelId);
}

/** What a promise rejects with. */
export async function errorOf(failing: Promise<unknown>): Promise<Error> {
  const [outcome] = await Promise.allSettled([failing]);
  if (outcome.status === 'rejected' && outcome.reason instanceof Error) return outcome.reason;
  throw new TypeError(`It did not fail with an error: ${JSON.stringify(outcome)}`);
}
