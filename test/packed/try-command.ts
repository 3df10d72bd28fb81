import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { consumerNode, run } from './command.ts';
import type { Tarball } from './tarball.ts';

const prompt = 'A cat in a tree';

/**
 * The command as somebody meets it first: by npx, in an empty folder, without a key. Brings a picture and the `.json` beside
 * it, and leaves nothing else but its journal.
 *
 * @throws an error that says what is there instead
 */
export async function tryCommand(tarballs: readonly Tarball[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const packages = tarballs.flatMap(({ file }) => ['--package', file]);
  const args = ['--yes', '--prefer-offline', ...packages, 'grok-image', 'generate', prompt];
  // The command begins with the first Node.js on the path.
  const place = path.dirname(consumerNode);
  const output = await run('npx', [...args, '--service', 'emulator'], folder, place);
  const files = (await readdir(folder)).toSorted();
  const [journal, picture = '', about] = files;
  const isRight =
    files.length === 3 &&
    journal === '.grok-image' &&
    /^a-cat-in-a-tree-\w+\.jpg$/.test(picture) &&
    about === `${picture}.json` &&
    output.startsWith(picture);
  if (!isRight)
    throw new TypeError(`Expected a picture and its .json, but got ${files.join(', ')}: ${output}`);
}
