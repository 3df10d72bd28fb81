import type { XaiGatewayProfile } from './profile.ts';
import { gatewayRules } from './models.ts';
import { crazyrouterPrices } from './prices.ts';

/**
 * Crazyrouter (its page "Grok Image Models", with a sample answer of 2026-04-18). It promises no edits for `grok-4-image`
 * and says nothing of them for the other model.
 */
export const crazyrouterProfile: XaiGatewayProfile = {
  name: 'Crazyrouter',
  baseURL: 'https://crazyrouter.com/v1',
  apiKeyVariables: ['CRAZYROUTER_API_KEY'],
  // "Stable with url"; b64_json may be taken and still bring a URL.
  responseFormats: ['url'],
  models: {
    // A live test of n=2 gave 1 image and billed 2. Ratio and resolution "should be verified per output".
    'grok-4-image': { ...gatewayRules, maxImagesPerRequest: 1, isShapeUnverified: true, billsAsked: true },
  },
  otherModels: gatewayRules,
  prices: crazyrouterPrices,
  catalogue: '/models',
};
