import type { Backend } from '../world/backend.ts';
import { civitaiBackend } from '../civitai/backend.ts';
import { createXaiBackend } from '../xai/backend.ts';
import { agtcloudProfile, crazyrouterProfile } from '../xai/gateways.ts';
import { xaiProfile } from '../xai/profile.ts';

/** Every service that the emulator plays; also the first path segment of its base URL on the emulator's origin. */
export type BackendName = 'xai' | 'crazyrouter' | 'agtcloud' | 'civitai';

/** The one list of backends. To add one: a name above, a line in each of these three. */
export const backends: Readonly<Record<BackendName, Backend>> = {
  xai: createXaiBackend(xaiProfile),
  crazyrouter: createXaiBackend(crazyrouterProfile),
  agtcloud: createXaiBackend(agtcloudProfile),
  civitai: civitaiBackend,
};

export const backendNames: readonly BackendName[] = ['xai', 'crazyrouter', 'agtcloud', 'civitai'];

/** The same thing for every backend. */
export function eachBackend<Value>(build: (name: BackendName) => Value): Record<BackendName, Value> {
  return {
    xai: build('xai'),
    crazyrouter: build('crazyrouter'),
    agtcloud: build('agtcloud'),
    civitai: build('civitai'),
  };
}
