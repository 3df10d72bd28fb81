import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../packed/command.ts';
import { pack } from '../../packed/tarball.ts';

/** A folder from which `ai` can be imported, and beside it ours, `@ai-sdk/xai`, the middleware or nothing. */
export interface Place {
  readonly folder: string;
  /** A program in it that loads what it is told: what a package is depends on who imports it. */
  readonly loader: string;
}

export interface Places {
  readonly alone: Place;
  readonly ours: Place;
  readonly peer: Place;
  readonly stack: Place;
  remove(): Promise<void>;
}

const bench = path.resolve(import.meta.dirname, '..');
const loader = path.join(bench, 'scenarios', 'load.ts');

/** This workspace for all: for a run whose figures mean nothing. */
export function workspacePlaces(): Places {
  const place = { folder: bench, loader };
  return { alone: place, ours: place, peer: place, stack: place, remove: async () => undefined };
}

/** Installs `ai`, and a provider beside it, as a user does: our tarballs, and what the registry has. */
export async function installPlaces(): Promise<Places> {
  const root = await mkdtemp(path.join(tmpdir(), 'grok-image-bench-'));
  const tarballs = await Promise.all(
    ['core', 'xai', 'middleware'].map(name => pack(path.join(bench, '../../packages', name), root)),
  );
  const [core, xai, middleware] = tarballs.map(({ file }) => file);
  const install = async (name: string, ...packages: string[]): Promise<Place> => {
    const folder = path.join(root, name);
    await mkdir(folder);
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const wanted = [await installed('ai'), await installed('zod'), ...packages];
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...wanted], folder);
    const copy = path.join(folder, 'load.ts');
    await copyFile(loader, copy);
    return { folder, loader: copy };
  };
  return {
    alone: await install('alone'),
    ours: await install('ours', core ?? '', xai ?? ''),
    peer: await install('peer', await installed('@ai-sdk/xai')),
    stack: await install('stack', core ?? '', middleware ?? ''),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** A package in the version that stands beside this bench, e.g. `ai@7.0.0`. */
async function installed(name: string): Promise<string> {
  const manifest = await readFile(path.join(bench, 'node_modules', name, 'package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(manifest);
  return `${name}@${version}`;
}
