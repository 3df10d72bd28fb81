import { createGrok as createGrokV4 } from '@grok-image/xai';
import { createGrok as createGrokV1 } from '@grok-image/xai/v1';
import { createGrok as createGrokV2 } from '@grok-image/xai/v2';
import { createGrok as createGrokV3 } from '@grok-image/xai/v3';
import type { BackendUnderTest } from '../harness/backend-under-test.ts';
import { xai } from './xai.ts';

/** A gateway that forwards xAI's format: text-to-image alone, without jobs, and silent about costs and models. */
function join(
  gateway: 'crazyrouter' | 'agtcloud',
  facts: Pick<BackendUnderTest, 'apiKeyVariable'> & Partial<BackendUnderTest>,
): BackendUnderTest {
  return {
    ...xai,
    name: gateway,
    emulator: gateway,
    served: { modelId: xai.modelId, by: xai.modelId },
    deprecatedModelId: undefined,
    createProvider: {
      v1: settings => createGrokV1({ ...settings, gateway }),
      v2: settings => createGrokV2({ ...settings, gateway }),
      v3: settings => createGrokV3({ ...settings, gateway }),
      v4: settings => createGrokV4({ ...settings, gateway }),
    },
    costField: undefined,
    errorCost: () => undefined,
    pollingOptions: undefined,
    lostJob: undefined,
    refusals: xai.refusals.filter(({ providerOptions }) => providerOptions === undefined),
    maxSources: 0,
    ...facts,
  };
}

export const crazyrouter: BackendUnderTest = join('crazyrouter', { apiKeyVariable: 'CRAZYROUTER_API_KEY' });

export const agtcloud: BackendUnderTest = join('agtcloud', {
  apiKeyVariable: 'AGTCLOUD_API_KEY',
  deprecatedModelId: 'grok-imagine-image-pro',
  revision: undefined,
});
