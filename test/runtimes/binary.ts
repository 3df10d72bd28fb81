import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../packed/command.ts';
import type { BinarySource, Runtime } from './runtimes.ts';

/** Kept between runs: the binaries take 100 to 200 MB each. */
const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache/runtimes');

/**
 * Finds the program of a runtime, and installs it first if need be.
 *
 * @throws an error that says why it is not to be had
 */
export async function findProgram({ name, source, programs = [] }: Runtime): Promise<string> {
  if (source) return installBinary(source);
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  for (const file of programs.flatMap(program => folders.map(folder => path.join(folder, program)))) {
    if (await isExecutable(file)) return file;
  }
  throw new TypeError(`Failed to find ${name}: none of ${programs.join(', ')} is on the PATH. Install one.`);
}

/** Installs a binary from the registry, without any install script, and returns its path. */
export async function installBinary({ version, packages, binary }: BinarySource): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = packages[platform];
  if (packageName === undefined) throw new TypeError(`There is no package of it for ${platform}.`);
  const folder = path.join(cache, `${packageName.replaceAll('/', '+')}@${version}`);
  const program = path.join(folder, 'node_modules', packageName, binary);
  if (await isExecutable(program)) return program;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...flags, `${packageName}@${version}`], folder);
  return program;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
