import type { XaiGatewayProfile } from './profile.ts';
import { gatewayRules } from './models.ts';

/** agtcloud (its page "Grok Image Format", read 2026-11); for edits it points to xAI, and it publishes no prices. */
export const agtcloudProfile: XaiGatewayProfile = {
  name: 'agtcloud',
  baseURL: 'https://api-cs-al.naci-tech.com/v1',
  apiKeyVariables: ['AGTCLOUD_API_KEY'],
  hasUser: true,
  models: {
    'grok-imagine-image-pro': {
      ...gatewayRules,
      deprecated: 'xAI has served this id by grok-imagine-image-2.0 at low quality since 2026-11-02.',
    },
  },
  otherModels: gatewayRules,
};
