// Packs the packages as they would be published, installs them in empty folders next to each AI SDK major, and
// uses them there with plain Node.js. Prints a table; exits 1 when anything fails.
// Usage: node test/packed/run.ts [path of another Node.js that runs the installed programs]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checks, install } from './checks.ts';
import { consumerNode, run } from './command.ts';
import { commandPackages, packages, rows, type Row } from './rows.ts';
import { pack, type Tarball } from './tarball.ts';
import { tryCommand } from './try-command.ts';
import { tryPlayground } from './try-playground.ts';

const root = path.resolve(import.meta.dirname, '../..');
const columns = ['install', ...Object.keys(checks)];
const problems: string[] = [];

const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-packed-'));
try {
  const built = await attempt('build', async () => {
    await run(path.join(root, 'node_modules/.bin/turbo'), ['run', 'build'], root);
  });
  if (built === 'ok') await tryRows();
} finally {
  await rm(folder, { recursive: true, force: true });
}

const version = (await run(consumerNode, ['--version'], root)).trim();
process.stdout.write(
  `\nNode.js ${version}, ${packages.length + commandPackages.length} tarballs, ${problems.length} problems\n`,
);
for (const problem of problems) process.stdout.write(`- ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function tryRows(): Promise<void> {
  const tarballs = await packAll(packages);
  const all = [...tarballs, ...(await packAll(commandPackages))];
  const tried = [
    await attempt('npx grok-image', () => tryCommand(all, path.join(folder, 'npx'))),
    await attempt('npx grok-image playground', () => tryPlayground(all, path.join(folder, 'playground'))),
  ];
  print(['npx grok-image', ...tried]);
  print(['', ...columns]);
  for (const [index, row] of rows.entries()) {
    print([row.name, ...(await tryRow(row, tarballs, path.join(folder, String(index))))]);
  }
}

async function packAll(names: readonly string[]): Promise<readonly Tarball[]> {
  const tarballs: Tarball[] = [];
  for (const name of names) {
    const tarball = await pack(path.join(root, 'packages', name), folder);
    tarballs.push(tarball);
    problems.push(...tarball.findings);
  }
  return tarballs;
}

async function tryRow(row: Row, tarballs: readonly Tarball[], place: string): Promise<string[]> {
  const outcomes = [await attempt(`${row.name}, install`, () => install(row, tarballs, place))];
  for (const [name, check] of Object.entries(checks)) {
    const isInstalled = outcomes[0] === 'ok';
    outcomes.push(isInstalled ? await attempt(`${row.name}, ${name}`, () => check(row, place)) : '-');
  }
  return outcomes;
}

async function attempt(what: string, work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}\n${output}`);
    return 'FAILED';
  }
}

function print([first = '', ...cells]: readonly string[]): void {
  process.stdout.write(`${first.padEnd(18)}${cells.map(cell => cell.padEnd(11)).join('')}\n`);
}
