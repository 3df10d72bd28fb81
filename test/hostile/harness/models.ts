import { createCivitai } from '@grok-image/civitai';
import type { ImageModelV4 } from '@grok-image/core';
import { createGrok } from '@grok-image/xai';
import type { HostileService } from './service.ts';

/** A key that is nothing else, so that it is found wherever it stands. */
export const apiKey = 'xai-5ecret-0f-the-caller-b4d1dea';

export const xaiOrigin = 'https://api.x.ai';
export const civitaiOrigin = 'https://orchestration.civitai.com';

/** Milliseconds of fake time. */
const timeout = 20_000;

export function grokModel({ fetch }: HostileService, modelId: string = 'grok-imagine-image'): ImageModelV4 {
  return createGrok({ apiKey, fetch, timeout }).image(modelId);
}

export function civitaiModel(
  { fetch }: HostileService,
  modelId: string = 'grok-imagine-image',
): ImageModelV4 {
  return createCivitai({ apiKey, fetch, timeout }).image(modelId);
}
