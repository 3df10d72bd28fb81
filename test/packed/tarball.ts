import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './command.ts';

/** A packed package. */
export interface Tarball {
  readonly name: string;
  readonly file: string;
  /** What is wrong with its content; nothing when all is well. */
  readonly findings: readonly string[];
}

/** What no app loads beside its own code may be wide, and have types for Node.js and other tools. */
const tools: ReadonlySet<string> = new Set(['@grok-image/emulator', '@grok-image/bulk', 'grok-image']);

const helpers = /\.test\.|(^|\/)(test|tests|testing|fixtures)(\/|\.)/;

/** Packs a package as it would be published, and looks into it. */
export async function pack(folder: string, destination: string): Promise<Tarball> {
  const output = await run('npm', ['pack', '--json', '--pack-destination', destination], folder);
  const packed: unknown = JSON.parse(output);
  const { name, filename, files } = readPacked(packed);
  const manifest = await readFile(path.join(folder, 'package.json'), 'utf8');
  const missing = ['LICENSE', 'README.md', ...entriesOf(JSON.parse(manifest))].filter(
    file => !files.includes(file),
  );
  const declarations = tools.has(name) ? [] : files.filter(file => file.endsWith('.d.ts'));
  const foreign = await foreignImports(folder, declarations, JSON.parse(manifest));
  const scripts = tools.has(name) ? [] : files.filter(file => file.endsWith('.js'));
  const wide = await filesBeyondLatin1(folder, scripts);
  return {
    name,
    file: path.join(destination, filename),
    findings: [
      ...missing.map(file => `${name} lacks ${file}`),
      ...files.filter(file => helpers.test(file)).map(file => `${name} carries ${file}`),
      ...foreign.map(specifier => `${name} has types that need ${specifier}, which is not installed with it`),
      ...wide.map(file => `${name} has a character beyond Latin-1 in ${file}, which doubles its memory`),
    ],
  };
}

/** V8 keeps a source in one byte a character, unless one character needs two. */
async function filesBeyondLatin1(folder: string, files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map(async file => readFile(path.join(folder, file), 'utf8')));
  return files.filter((_, index) => /[\u0100-\uffff]/.test(texts[index] ?? ''));
}

/** What declarations import that is neither a dependency nor a peer that has to be there. */
async function foreignImports(
  folder: string,
  files: readonly string[],
  manifest: unknown,
): Promise<readonly string[]> {
  const part = (name: string) => {
    const found = isRecord(manifest) ? manifest[name] : undefined;
    return isRecord(found) ? found : {};
  };
  const optional = Object.keys(part('peerDependenciesMeta'));
  const peers = Object.keys(part('peerDependencies')).filter(name => !optional.includes(name));
  const there = [...Object.keys(part('dependencies')), ...peers];
  const texts = await Promise.all(files.map(async file => readFile(path.join(folder, file), 'utf8')));
  const specifiers = texts.flatMap(text =>
    [...text.matchAll(/^(?:import|export)\b[^;]*?["']([^.'"][^'"]*)["'];/gm)].flatMap(
      ([, found]) => found ?? [],
    ),
  );
  return [...new Set(specifiers)].filter(
    specifier => !there.some(name => specifier === name || specifier.startsWith(`${name}/`)),
  );
}

function readPacked(packed: unknown): { name: string; filename: string; files: readonly string[] } {
  const [entry]: readonly unknown[] = Array.isArray(packed) ? packed : [];
  if (!isRecord(entry) || !Array.isArray(entry['files'])) throw new TypeError('npm pack said nothing.');
  const files = entry['files'].map(file => (isRecord(file) ? String(file['path']) : ''));
  return { name: String(entry['name']), filename: String(entry['filename']), files };
}

/** Every file that `exports` promises. */
function entriesOf(manifest: unknown): readonly string[] {
  if (typeof manifest === 'string') return [path.posix.normalize(manifest)];
  const value = isRecord(manifest) && 'exports' in manifest ? manifest['exports'] : manifest;
  return isRecord(value) ? Object.values(value).flatMap(entriesOf) : entriesOf(String(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
