import { existsSync, readFileSync } from 'node:fs';

/** The version of this package. Read by hand: an import of JSON is an experiment in Node.js 20, which says so. */
export function versionOfCommand(): string {
  // Below `dist` it is one folder up, below `src` two.
  const places = ['../package.json', '../../package.json'].map(place => new URL(place, import.meta.url));
  const manifest: unknown = JSON.parse(readFileSync(places.find(place => existsSync(place)) ?? '', 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
