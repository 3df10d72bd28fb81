import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Finding } from './finding.ts';

/** The Node.js that runs the command, and what it makes of proxies. */
export function lookAtNode(
  { node }: Readonly<Record<string, string | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
): readonly Finding[] {
  const version = node ?? 'unknown';
  const isOldNode = Number.parseInt(version, 10) < 22;
  const about = 'Node.js';
  return [
    isOldNode
      ? { about, state: 'problem', words: `${version}; bulk runs need 22 or later.` }
      : { about, state: 'ok', words: version },
    lookAtProxy(environment),
  ];
}

function lookAtProxy(environment: Readonly<Record<string, string | undefined>>): Finding {
  const about = 'proxy';
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  const name = names.find(one => environment[one]);
  if (name === undefined) return { about, state: 'ok', words: 'none' };
  if (environment['NODE_USE_ENV_PROXY'] === '1') {
    return { about, state: 'ok', words: `${name}, which Node.js uses by NODE_USE_ENV_PROXY=1` };
  }
  const words = `${name} is set, and Node.js passes it by. Set NODE_USE_ENV_PROXY=1 (Node.js 22.21 or 24 and later).`;
  return { about, state: 'note', words };
}

/** The entry of our packages for each major of AI SDK. */
const entries = new Map([
  ['7', ''],
  ['6', '/v3'],
  ['5', '/v2'],
  ['4', '/v1'],
]);

/** The `ai` that a program in the folder would get, and the import that fits it. */
export function lookForAiSdk(folder: string): Finding {
  const about = 'AI SDK';
  const version = versionOf('ai', folder);
  if (version === undefined) {
    return { about, state: 'note', words: 'no ai in this folder; the command needs none.' };
  }
  const [major = ''] = version.split('.');
  const entry = entries.get(major);
  if (entry === undefined) {
    return { about, state: 'problem', words: `ai ${version}; AI SDK 4 to 7 are known.` };
  }
  return {
    about,
    state: 'ok',
    words: `ai ${version}: import '@grok-image/xai${entry}', '@grok-image/civitai${entry}'`,
  };
}

function versionOf(name: string, folder: string): string | undefined {
  const places = createRequire(path.join(folder, 'index.js')).resolve.paths(name) ?? [];
  const file = places.map(place => path.join(place, name, 'package.json')).find(place => existsSync(place));
  const manifest: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : undefined;
}
