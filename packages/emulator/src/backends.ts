import type { Backend } from './backend.ts';
import { civitaiBackend } from './civitai/backend.ts';
import { createXaiBackend } from './xai/backend.ts';
import { xaiProfile } from './xai/profile.ts';

/** Every service that the emulator plays; also the first path segment of its base URL on the emulator's origin. */
export type BackendName = 'xai' | 'civitai';

/** The one list of backends. To add one: a name above, a line in each of these three. */
export const backends: Readonly<Record<BackendName, Backend>> = {
  xai: createXaiBackend('xai', xaiProfile),
  civitai: civitaiBackend,
};

export const backendNames: readonly BackendName[] = ['xai', 'civitai'];

/** The same thing for every backend. */
export function eachBackend<Value>(build: (name: BackendName) => Value): Record<BackendName, Value> {
  return { xai: build('xai'), civitai: build('civitai') };
}
