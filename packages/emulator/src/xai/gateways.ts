import { aspectRatios } from './body.ts';
import { newApiErrors, openaiErrors } from './gateway-errors.ts';
import { flatModel } from './models.ts';
import type { XaiProfile } from './profile.ts';

/** What both gateways' documents list has no 21:9, no 5:2, no 1.5k. */
const accepts: XaiProfile['accepts'] = {
  aspectRatios: aspectRatios.filter(ratio => ratio !== '21:9' && ratio !== '5:2'),
  resolutions: ['1k', '2k'],
};

/**
 * Crazyrouter (its page "Grok Image Models", 2026-04): parameters, prices, and what a live test of `grok-4-image` found.
 * `model_price_error` is documented without an example; here the one model that xAI has and the page has no price for
 * gives it.
 */
export const crazyrouterProfile: XaiProfile = {
  name: 'crazyrouter',
  hosts: { api: 'https://crazyrouter.com' },
  apiKey: 'sk-crazyrouter-emulator-0123456789abcdef',
  keyPrefix: 'sk-',
  isGateway: true,
  errors: newApiErrors,
  headers: {},
  models: [
    flatModel('grok-imagine-image', 200_000_000),
    {
      ...flatModel('grok-4-image', 440_000_000),
      delivers: { images: 1, format: 'url', aspectRatio: '1:1', resolution: '1k' },
    },
  ],
  modelList: 'openai',
  unpricedModels: ['grok-imagine-image-2.0'],
  accepts,
  refusedFields: ['size', 'quality', 'style'],
  showsMimeType: true,
  showsRevisedPrompt: true,
};

/**
 * agtcloud (its page "Grok Image Format", 2026). It publishes no prices: these are what xAI charges for the same ids since
 * 2026-11-02.
 */
export const agtcloudProfile: XaiProfile = {
  name: 'agtcloud',
  hosts: { api: 'https://api-cs-al.naci-tech.com' },
  apiKey: 'agtcloud-emulator-0123456789abcdef',
  keyPrefix: '',
  isGateway: true,
  errors: openaiErrors,
  headers: {},
  models: [
    flatModel('grok-imagine-image', 200_000_000),
    flatModel('grok-imagine-image-pro', 400_000_000, 600_000_000),
  ],
  modelList: 'none',
  unpricedModels: [],
  accepts,
  refusedFields: ['size', 'style'],
  showsMimeType: false,
  showsRevisedPrompt: false,
};
