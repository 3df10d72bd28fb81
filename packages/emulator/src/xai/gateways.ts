import { newApiErrors, openaiErrors } from './gateway-errors.ts';
import type { ImageModelRow } from './models.ts';
import type { XaiProfile } from './profile.ts';

/** What both gateways' documents list: no 21:9, no 5:2, no 1.5k. */
const accepts: XaiProfile['accepts'] = {
  aspectRatios: [
    '1:1',
    '3:4',
    '4:3',
    '9:16',
    '16:9',
    '2:3',
    '3:2',
    '9:19.5',
    '19.5:9',
    '9:20',
    '20:9',
    '1:2',
    '2:1',
    'auto',
  ],
  resolutions: ['1k', '2k'],
};

/** No routes beyond generations. */
const hasNothing = { edits: false, deferred: false, files: false, batches: false, imageModels: false };

/** What both gateways have in common: generations only, forwarded to xAI. */
const gateway = {
  basePath: '/v1',
  checksKeyFirst: true,
  limitsRate: false,
  headers: {},
  accepts,
} as const;

/**
 * Crazyrouter (its page "Grok Image Models", 2026-04): parameters, prices, and what a live test of `grok-4-image` found.
 * `model_price_error` is documented without an example; here the one model that xAI has and the page has no price for
 * gives it.
 */
export const crazyrouterProfile: XaiProfile = {
  ...gateway,
  name: 'crazyrouter',
  hosts: { api: 'https://crazyrouter.com' },
  apiKey: 'sk-crazyrouter-emulator-0123456789abcdef',
  keyPrefix: 'sk-',
  errors: newApiErrors,
  models: [
    model('grok-imagine-image', 200_000_000),
    {
      ...model('grok-4-image', 440_000_000),
      delivers: { images: 1, format: 'url', aspectRatio: '1:1', resolution: '1k' },
    },
  ],
  unpricedModels: ['grok-imagine-image-2.0'],
  refusedFields: ['size', 'quality', 'style'],
  has: { ...hasNothing, models: 'openai' },
  answer: { created: true, usage: false, model: false, mimeType: true, revisedPrompt: true },
};

/**
 * agtcloud (its page "Grok Image Format", 2026). It publishes no prices: these are what xAI charges for the same ids since
 * 2026-11-02.
 */
export const agtcloudProfile: XaiProfile = {
  ...gateway,
  name: 'agtcloud',
  hosts: { api: 'https://api-cs-al.naci-tech.com' },
  apiKey: 'agtcloud-emulator-0123456789abcdef',
  keyPrefix: '',
  errors: openaiErrors,
  models: [
    model('grok-imagine-image', 200_000_000),
    model('grok-imagine-image-pro', 400_000_000, 600_000_000),
  ],
  unpricedModels: [],
  refusedFields: ['size', 'style'],
  has: { ...hasNothing, models: 'none' },
  answer: { created: true, usage: false, model: false, mimeType: false, revisedPrompt: false },
};

/** A model with a price in ticks for each resolution, whatever the quality. */
function model(id: string, at1k: number, at2k = at1k): ImageModelRow {
  const price = { '1k': at1k, '2k': at2k };
  return {
    id,
    aliases: [],
    redirectedAtLow: [],
    created: 1_769_558_400,
    version: '1.0',
    maxPromptLength: 16_000,
    listPrice: at1k,
    inputPrice: 0,
    prices: { low: price, medium: price },
    isTiered: false,
  };
}
