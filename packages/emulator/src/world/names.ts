/** Every service that the emulator plays; also the first path segment of its base URL on the emulator's origin. */
export type BackendName = 'xai' | 'crazyrouter' | 'agtcloud' | 'civitai';

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
