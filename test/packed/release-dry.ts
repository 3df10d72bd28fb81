// What a release would give to its first users: packs all packages, installs them in empty folders with what `npm install` gives on each
// Node.js, and beside each AI SDK major, and runs the first piece of the README there, against the packed emulator.
// Prints a table with the time from the empty folder to the picture; exits 1 when anything fails.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installBinary } from '../runtimes/binary.ts';
import { start } from '../runtimes/child.ts';
import { runtimes } from '../runtimes/runtimes.ts';
import { run } from './command.ts';
import { pack, type Tarball } from './tarball.ts';
import { packages, rows } from './rows.ts';

const root = path.resolve(import.meta.dirname, '../..');
const npm = path.join(
  path.dirname(createRequire(import.meta.url).resolve('npm/package.json')),
  'bin/npm-cli.js',
);
const entries = ['', '/v3', '/v2', '/v1'];

interface Case {
  readonly name: string;
  readonly node: string;
  /** What stands behind `npm install` for the AI SDK; AI SDK 4 asks for Zod 3. */
  readonly beside: readonly string[];
}

const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-release-'));
try {
  const tarballs: Tarball[] = [];
  for (const name of packages) tarballs.push(await pack(path.join(root, 'packages', name), folder));
  const findings = tarballs.flatMap(tarball => tarball.findings);
  for (const finding of findings) process.stdout.write(`- ${finding}\n`);
  const readme = await readFile(path.join(root, 'README.md'), 'utf8');
  const snippet = /```ts\n([^]*?)```/.exec(readme)?.[1];
  if (snippet === undefined) throw new TypeError('The README has no first piece.');

  let failures = findings.length;
  for (const [index, one] of (await cases()).entries()) {
    const began = performance.now();
    const outcome = await attempt(() => tryCase(one, tarballs, snippet, path.join(folder, String(index))));
    failures += outcome.startsWith('FAILED') ? 1 : 0;
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stdout.write(`${one.name.padEnd(18)}${outcome}, ${seconds} s\n`);
  }
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function cases(): Promise<Case[]> {
  const nodes = runtimes.filter(({ name }) => /^node-(20|22|24)$/.test(name));
  const found = await Promise.all(
    nodes.map(async ({ name, source }) => ({
      name,
      node: source === undefined ? process.execPath : await installBinary(source),
      beside: ['ai', 'zod'],
    })),
  );
  const majors = rows.filter(({ name }) => /^AI SDK \d$/.test(name));
  return [
    ...found,
    ...majors.map(({ name, packages: [ai = 'ai', zod = 'zod'] }) => ({
      name,
      node: process.execPath,
      beside: [ai, zod],
    })),
  ];
}

/** Follows the README: an empty folder, its install line, its first piece. */
async function tryCase(
  { node, beside }: Case,
  tarballs: readonly Tarball[],
  snippet: string,
  place: string,
): Promise<string> {
  await mkdir(place);
  const wanted = [...beside, ...tarballs.map(({ file }) => file)];
  await run(node, [npm, 'install', '--no-audit', '--no-fund', '--prefer-offline', ...wanted], place);
  const manifest: { version: string } = JSON.parse(
    await readFile(path.join(place, 'node_modules/ai/package.json'), 'utf8'),
  );
  const major = Number(manifest.version.split('.')[0]);
  const code = snippet
    .replace("'@grok-image/xai'", `'@grok-image/xai${entries[7 - major]}'`)
    .replace(
      '{ generateImage }',
      major > 5 ? '{ generateImage }' : '{ experimental_generateImage as generateImage }',
    );
  const command = 'node_modules/@grok-image/emulator/dist/command.js';
  const emulator = start(node, [command, '--port', '0'], place);
  try {
    const port = /:(\d+);/.exec(await emulator.firstLine)?.[1];
    const settings = [`XAI_API_KEY=xai-release`, `XAI_BASE_URL=http://127.0.0.1:${port}/xai/v1`];
    await writeFile(path.join(place, '.env'), settings.join('\n'));
    await writeFile(path.join(place, 'cat.mjs'), code);
    const output = await run(node, ['--env-file=.env', 'cat.mjs'], place);
    const { size } = await stat(path.join(place, 'cat.jpg'));
    if (!output.includes('costUsd: 0.02')) throw new TypeError(`It told no cost: ${output}`);
    return `AI SDK ${manifest.version}, cat.jpg of ${Math.round(size / 1000)} KB`;
  } finally {
    await emulator.stop();
  }
}

async function attempt(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    return `FAILED: ${error instanceof Error ? error.message : String(error)}`;
  }
}
