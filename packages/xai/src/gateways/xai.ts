import { gatewayApis, gatewayOptions, type XaiGatewayProfile } from './profile.ts';
import { xaiPrices } from './prices.ts';
import { xaiModels } from './xai-models.ts';

/** xAI itself (docs.x.ai): 1 to 10 images a request, up to 5 source images since 2026-08. */
export const xaiProfile: XaiGatewayProfile = {
  name: 'xAI',
  baseURL: 'https://api.x.ai/v1',
  baseURLVariable: 'XAI_BASE_URL',
  apiKeyVariables: ['XAI_API_KEY'],
  maxSources: 5,
  advice: 'Look at the usage page of console.x.ai before you send it again: xAI has no idempotency key.',
  offers: gatewayOptions,
  apis: gatewayApis,
  hasUser: true,
  models: xaiModels,
  otherModels: {},
  prices: xaiPrices,
  catalogue: '/image-generation-models',
};
