import type { ImageModelV4CallOptions } from '@ai-sdk/provider';
import { createXai } from '@ai-sdk/xai';
import { createCivitai } from '@grok-image/civitai';
import type { ImageModelV4 } from '@grok-image/core';
import { createEmulator, type Emulator, type EmulatorOptions } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';
import { budgetMiddleware, type BudgetMiddleware, type BudgetOptions } from '../budget/index.ts';
import type { ImageModelLike } from '../stack/model.ts';
import { wrap } from '../stack/wrap.ts';

/** The options of a plain call of a model. */
export const call: ImageModelV4CallOptions = {
  prompt: 'A cat in a tree',
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};

/** Services whose pictures cost nothing to make, and that have no limit of their own. */
export function services(options: EmulatorOptions = {}): Emulator {
  return createEmulator({ rateLimit: false, pictures: 'plain', ...options });
}

/** A model of this family: 0.02 USD an image. */
export function grok({ fetch, xai }: Emulator): ImageModelV4 {
  return createGrok({ apiKey: xai.apiKey, fetch, rateLimit: false }).image('grok-imagine-image');
}

/** A model of this family that bills Buzz: 26 an image. */
export function civitai({ fetch, civitai: access }: Emulator): ImageModelV4 {
  return createCivitai({ apiKey: access.apiKey, fetch, rateLimit: false }).image('grok-imagine-image');
}

/** A model of another family, at the same service, which makes one image a request and tells no price. */
export function foreign({ fetch, xai }: Emulator): ReturnType<ReturnType<typeof createXai>['image']> {
  return createXai({ apiKey: xai.apiKey, baseURL: xai.baseURL, fetch }).image('grok-imagine-image');
}

/** A model with a budget around it. */
export function budgeted<MODEL extends ImageModelLike>(
  model: MODEL,
  options: BudgetOptions,
): { readonly model: MODEL; readonly budget: BudgetMiddleware } {
  const budget = budgetMiddleware(options);
  return { model: wrap(model, budget), budget };
}

/** What a promise rejects with. */
export async function errorOf(failing: PromiseLike<unknown>): Promise<Error> {
  const [outcome] = await Promise.allSettled([failing]);
  if (outcome.status === 'rejected' && outcome.reason instanceof Error) return outcome.reason;
  throw new TypeError(`It did not fail with an error: ${JSON.stringify(outcome)}`);
}
