import { createXai } from '@ai-sdk/xai';
import { createCivitai, type CivitaiProviderSettings } from '@grok-image/civitai';
import { createEmulator, type Emulator, type EmulatorOptions } from '@grok-image/emulator';
import { createGrok, type XaiProviderSettings } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import type { ImageModelLike } from '../stack/model.ts';

/** The parameters of a plain call. */
export const call: Parameters<ReturnType<ReturnType<typeof createXai>['image']>['doGenerate']>[0] = {
  prompt: 'A cat in a tree',
  n: 1,
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  files: undefined,
  mask: undefined,
  providerOptions: {},
};

/** A service in process, with models of ours and one of another provider that talk to it. */
export interface Service {
  readonly emulator: Emulator;
  /** Model of @ai-sdk/xai: no port, as those of other providers. */
  readonly peer: ReturnType<ReturnType<typeof createXai>['image']>;
  readonly grok: (settings?: XaiProviderSettings) => ReturnType<ReturnType<typeof createGrok>['image']>;
  readonly civitai: (
    settings?: CivitaiProviderSettings,
  ) => ReturnType<ReturnType<typeof createCivitai>['image']>;
  /** One model of each specification version. */
  readonly versions: readonly ImageModelLike[];
}

/** Starts a service that limits nothing and paints one colour. */
export function startService(options: EmulatorOptions = {}): Service {
  const emulator = createEmulator({ pictures: 'plain', rateLimit: false, ...options });
  const access = { ...emulator.xai, fetch: emulator.fetch };
  const id = 'grok-imagine-image';
  return {
    emulator,
    peer: createXai(access).image(id),
    grok: settings => createGrok({ ...access, rateLimit: false, ...settings }).image(id),
    civitai: settings =>
      createCivitai({ ...emulator.civitai, fetch: emulator.fetch, rateLimit: false, ...settings }).image(id),
    versions: [createGrokV1, createGrokV2, createGrokV3, createGrok].map(create => create(access).image(id)),
  };
}

/** What a promise rejects with. */
export async function errorOf(failing: PromiseLike<unknown>): Promise<Error> {
  const [outcome] = await Promise.allSettled([failing]);
  if (outcome.status === 'rejected' && outcome.reason instanceof Error) return outcome.reason;
  throw new TypeError(`It did not fail with an error: ${JSON.stringify(outcome)}`);
}
