import type { Backend } from '../world/backend.ts';
import type { BackendName } from '../world/names.ts';
import { civitaiBackend } from '../civitai/backend.ts';
import { createXaiBackend } from '../xai/app.ts';
import { agtcloudProfile, crazyrouterProfile } from '../xai/gateways.ts';
import { xaiProfile } from '../xai/profile.ts';

/** The one list of backends. To add one: a name in `world/names.ts`, a line here. */
export const backends: Readonly<Record<BackendName, Backend>> = {
  xai: createXaiBackend(xaiProfile),
  crazyrouter: createXaiBackend(crazyrouterProfile),
  agtcloud: createXaiBackend(agtcloudProfile),
  civitai: civitaiBackend,
};
