import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../packed/command.ts';
import { packages } from '../packed/rows.ts';
import { pack } from '../packed/tarball.ts';

const root = path.resolve(import.meta.dirname, '../..');
const aiSdk = 'ai@7.0.173';

/** What React Native is made with. */
const polyfills = ['abort-controller@3.0.0', 'whatwg-fetch@3.6.20'];

/** Packs the packages as they would be published and installs them with the AI SDK and the calls in an empty folder. */
export async function installPacked(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const tarballs: string[] = [];
  for (const name of packages) tarballs.push((await pack(path.join(root, 'packages', name), folder)).file);
  await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs, aiSdk, ...polyfills],
    folder,
  );
  await cp(path.join(import.meta.dirname, 'consumer'), folder, { recursive: true });
  // workerd looks for the handlers on the default export, which nothing else here has.
  await writeFile(
    path.join(folder, 'worker-entry.mjs'),
    `export { worker as default } from './worker.mjs';\n`,
  );
}

/** Bundles a file of the installation for a place that has no `node_modules`. */
export async function bundle(
  bundler: string,
  { folder, entry, conditions }: { folder: string; entry: string; conditions: readonly string[] },
): Promise<string> {
  const file = path.join(folder, `bundle-${entry}`);
  const flags = ['--bundle', '--format=esm', '--target=es2022', '--log-level=error'];
  await run(bundler, [entry, ...flags, `--conditions=${conditions.join(',')}`, `--outfile=${file}`], folder);
  return file;
}
