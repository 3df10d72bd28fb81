import { createCivitai as createCivitaiV4 } from '@grok-image/civitai';
import { createCivitai as createCivitaiV1 } from '@grok-image/civitai/v1';
import { createCivitai as createCivitaiV2 } from '@grok-image/civitai/v2';
import { createCivitai as createCivitaiV3 } from '@grok-image/civitai/v3';
import type { wrap } from '@grok-image/middleware';
import { createGrok as createGrokV4, type XaiGatewayProfile } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import type { Scenario, ServiceName } from '../script/scenario.ts';

/** What a model gets for one call. */
export interface ModelSettings {
  readonly apiKey: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeout: number | undefined;
  readonly onProgress: (event: unknown) => void;
}

/** The specification version that each major has as its own. */
const versionOf = { 4: 'v1', 5: 'v2', 6: 'v3', 7: 'v4' } as const;

const createGrok = { v1: createGrokV1, v2: createGrokV2, v3: createGrokV3, v4: createGrokV4 };
const createCivitai = { v1: createCivitaiV1, v2: createCivitaiV2, v3: createCivitaiV3, v4: createCivitaiV4 };

// The engines are loaded with their first call, by something real: here before any time is virtual.
await createCivitaiV4({ apiKey: 'simulated' }).models();

/** A gateway that makes four pictures a request. */
export const gatewayProfile: XaiGatewayProfile = {
  name: 'Example Gateway',
  baseURL: 'https://gateway.example/v1',
  apiKeyVariables: ['EXAMPLE_API_KEY'],
  maxImagesPerRequest: 4,
};

/** Milliseconds that a provider gives a call without being told (README of each package). */
export function defaultTimeoutOf(service: ServiceName): number {
  return service === 'civitai' ? 600_000 : 300_000;
}

/** Most pictures that one request asks a service for. */
export function mostInRequest(service: ServiceName): number {
  switch (service) {
    case 'civitai':
      return 1000;
    case 'gateway':
      return gatewayProfile.maxImagesPerRequest ?? 10;
    case 'xai':
    case 'deferred':
    case 'batch':
    case 'files':
      return 10;
    default:
      return service satisfies never;
  }
}

/** Key of a service in `providerOptions` and in metadata. */
export function keyOf(service: ServiceName): 'xai' | 'civitai' {
  return service === 'civitai' ? 'civitai' : 'xai';
}

/** The model of a service for a major, as an app makes it. */
export function createModel(
  { service, sdk }: Pick<Scenario, 'service' | 'sdk'>,
  modelId: string,
  settings: ModelSettings,
): Parameters<typeof wrap>[0] {
  const version = versionOf[sdk];
  if (service === 'civitai') return createCivitai[version](settings).image(modelId);
  return createGrok[version]({
    ...settings,
    ...(service === 'gateway' && { gateway: gatewayProfile }),
  }).image(modelId);
}
