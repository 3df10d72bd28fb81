import { invalidArgument, type ProviderDefinition } from '@grok-image/core';
import { createBackend } from '../backend.ts';
import { estimateCost } from '../estimate.ts';
import { xaiProfile } from '../gateway.ts';
import type { XaiImageModelId } from '../models.ts';
import type { GrokProviderSettings } from '../settings.ts';

/** What the provider offers beside models. */
export interface GrokExtras {
  /** Estimates what a request costs, without sending one. */
  readonly estimateCost: typeof estimateCost;
}

/** What `createProvider…` of core needs, from the settings; checked here, before any request. */
export function definition(settings: GrokProviderSettings): ProviderDefinition<XaiImageModelId, GrokExtras> {
  const { timeout, gateway = 'xai' } = settings;
  if (typeof gateway === 'string' && gateway !== 'xai') {
    throw invalidArgument('gateway', gateway, "'xai' or the profile of a gateway");
  }
  const profile = gateway === 'xai' ? xaiProfile : gateway;
  const baseURL = settings.baseURL ?? profile.baseURL;
  if (!/^https?:\/\/./i.test(baseURL) || !URL.canParse(baseURL)) {
    throw invalidArgument('baseURL', baseURL, "an http(s) address, e.g. 'https://api.x.ai/v1'");
  }
  // A timer of NaN fires at once: the request would be paid and its answer thrown away.
  if (timeout !== undefined && !(timeout > 0)) {
    throw invalidArgument('timeout', timeout, 'milliseconds above 0');
  }
  return { backend: modelId => createBackend(modelId, profile, settings), extras: { estimateCost } };
}
