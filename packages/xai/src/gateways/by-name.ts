import type { XaiGatewayProfile } from './profile.ts';
import { agtcloudProfile } from './agtcloud.ts';
import { crazyrouterProfile } from './crazyrouter.ts';
import { xaiProfile } from './xai.ts';

/** Services that are known by name. */
export const gatewayNames = ['xai', 'crazyrouter', 'agtcloud'] as const;
export type GatewayName = (typeof gatewayNames)[number];

/** Their profiles. */
export const gateways: Readonly<Record<GatewayName, XaiGatewayProfile>> = {
  xai: xaiProfile,
  crazyrouter: crazyrouterProfile,
  agtcloud: agtcloudProfile,
};
