import type { HostName, Site } from '../world/request.ts';
import { type BackendName, backendNames } from '../world/names.ts';
import { backends } from './backends.ts';

const hostNames: readonly HostName[] = ['api', 'content', 'files'];

/** Where a URL leads: to a backend, at a path below its API origin. */
export interface Destination {
  readonly name: BackendName;
  readonly path: string;
  readonly site: Site;
}

/** Finds the backend that answers for a URL: by the real service's host, else by the first path segment. */
export function findDestination(url: URL): Destination | undefined {
  const byHost = backendNames.find(name =>
    hostNames.some(hostName => backends[name].hosts[hostName] === url.origin),
  );
  if (byHost !== undefined) return { name: byHost, path: url.pathname, site: realSite(byHost) };
  const segment = url.pathname.split('/')[1];
  const bySegment = backendNames.find(name => name === segment);
  if (bySegment === undefined) return undefined;
  return {
    name: bySegment,
    path: url.pathname.slice(bySegment.length + 1) || '/',
    site: { url: (_host, path) => `${url.origin}/${bySegment}${path}` },
  };
}

/** The base URL of a backend: on the emulator's own origin, or the real one if there is no socket. */
export function baseUrl(name: BackendName, origin?: string): string {
  const { hosts, basePath } = backends[name];
  return origin === undefined ? `${hosts.api}${basePath}` : `${origin}/${name}${basePath}`;
}

/** Every origin of the real services. */
export function realOrigins(): string[] {
  return backendNames.flatMap(name => hostNames.flatMap(hostName => backends[name].hosts[hostName] ?? []));
}

function realSite(name: BackendName): Site {
  const { hosts } = backends[name];
  return { url: (host, path) => `${hosts[host] ?? hosts.api}${path}` };
}
