import { createCivitai } from '@grok-image/civitai';
import { startEmulator, type EmulatorOptions, type RunningEmulator } from '@grok-image/emulator';
import type { ImageModelLike } from '@grok-image/middleware';
import { createGrok } from '@grok-image/xai';
import { onTestFinished } from 'vitest';

/** An emulator of the services, and models that speak to it. */
export async function startService(options: EmulatorOptions = {}): Promise<{
  readonly emulator: RunningEmulator;
  readonly grok: ImageModelLike;
  readonly civitai: ImageModelLike;
}> {
  const emulator = await startEmulator({ pictures: 'plain', rateLimit: false, ...options });
  onTestFinished(() => emulator.close());
  const id = 'grok-imagine-image';
  return {
    emulator,
    grok: createGrok({ ...emulator.xai, rateLimit: false }).image(id),
    civitai: createCivitai({ ...emulator.civitai, rateLimit: false }).image(id),
  };
}
