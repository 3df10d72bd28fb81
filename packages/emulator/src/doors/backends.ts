import type { Backend } from '../world/backend.ts';
import { type BackendName, backendNames, type Site } from '../world/request.ts';
import { civitaiBackend } from '../civitai/backend.ts';
import { createXaiBackend } from '../xai/app.ts';
import { agtcloudProfile, crazyrouterProfile, xaiProfile } from '../xai/profile.ts';

/** The one list of backends. To add one: a name in `world/request.ts`, a line here. */
export const backends: Readonly<Record<BackendName, Backend>> = {
  xai: createXaiBackend(xaiProfile),
  crazyrouter: createXaiBackend(crazyrouterProfile),
  agtcloud: createXaiBackend(agtcloudProfile),
  civitai: civitaiBackend,
};

/** Backends by the origins of the real services. */
const byOrigin = new Map(
  backendNames.flatMap(name => Object.values(backends[name].hosts).map(origin => [origin, name] as const)),
);

export const realOrigins: readonly string[] = [...byOrigin.keys()];

export interface Destination {
  readonly name: BackendName;
  readonly path: string;
  readonly site: Site;
}

/** Finds the backend that answers for a URL: by the real service's host, else by the first path segment. */
export function findDestination(url: URL): Destination | undefined {
  const byHost = byOrigin.get(url.origin);
  if (byHost !== undefined) {
    const { hosts } = backends[byHost];
    const site: Site = { url: (host, path) => `${hosts[host] ?? hosts.api}${path}` };
    return { name: byHost, path: url.pathname, site };
  }
  const name = backendNames.find(each => each === url.pathname.split('/')[1]);
  if (name === undefined) return undefined;
  const site: Site = { url: (_host, path) => `${url.origin}/${name}${path}` };
  return { name, path: url.pathname.slice(name.length + 1) || '/', site };
}

/** The base URL of a backend: on the emulator's own origin, or the real one if there is no socket. */
export function baseUrl(name: BackendName, origin?: string): string {
  const { hosts, basePath } = backends[name];
  return origin === undefined ? `${hosts.api}${basePath}` : `${origin}/${name}${basePath}`;
}
