import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { addresses } from '../../docs/.vitepress/addresses.ts';
import { runtimes } from '../runtimes/runtimes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { site, repository } = addresses;

async function read(file: string): Promise<string> {
  return readFile(path.join(root, file), 'utf8');
}

/** A row of the table of versions, without its last column. */
async function versionsOf(name: string): Promise<string[]> {
  const page = await read('docs/versions.md');
  const row = new RegExp(`^\\| ${name} +\\| (.*?) +\\|`, 'm').exec(page)?.[1];
  return row?.split(', ') ?? [];
}

const manifests: string[] = [];
for await (const file of glob('packages/*/package.json', { cwd: root })) manifests.push(file);

test.each(manifests)('%s says what a registry shows', async file => {
  const manifest: Record<string, unknown> = JSON.parse(await read(file));
  if (manifest['private'] === true) return;
  expect(manifest).toMatchObject({
    homepage: expect.stringContaining(site),
    bugs: `${repository}/issues`,
    license: 'MIT',
    repository: { type: 'git', url: `git+${repository}.git`, directory: path.dirname(file) },
    publishConfig: { access: 'public', provenance: true },
    engines: { node: expect.stringMatching(/^>=2\d/) },
  });
  expect(manifest['keywords']).toContain('ai-sdk');
  expect(manifest).not.toHaveProperty('funding');
});

test('all that is published is released together, and nothing else', async () => {
  const { fixed }: { fixed: string[][] } = JSON.parse(await read('.changeset/config.json'));
  const found: { name: string; private?: boolean }[] = await Promise.all(
    manifests.map(async file => JSON.parse(await read(file))),
  );
  const published = found.filter(manifest => manifest.private !== true).map(({ name }) => name);
  expect(fixed).toEqual([published.toSorted()]);
});

test('the table of versions names the majors of the AI SDK, TypeScript and Zod that types are tried with', async () => {
  const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
    await read('test/types/package.json'),
  );
  const tried = (...names: string[]): string[] =>
    names.map(name => (devDependencies[name] ?? '').replace(/^npm:.*@/, ''));
  expect(await versionsOf('AI SDK')).toEqual(tried('ai4', 'ai5', 'ai6', 'ai7'));
  expect(await versionsOf('TypeScript')).toEqual(tried('typescript59', 'typescript'));
  expect(await versionsOf('Zod')).toEqual(tried('zod', 'zod4'));
});

function versionIn(name: string): string {
  return runtimes.find(runtime => runtime.name === name)?.source?.version ?? '';
}

test('the table of versions names the runtimes that packed packages are tried in', async () => {
  expect(await versionsOf('Bun')).toEqual([versionIn('bun')]);
  expect(await versionsOf('Deno')).toEqual([versionIn('deno')]);
  expect(await versionsOf('workerd')).toEqual([versionIn('workerd')]);
  const tried = runtimes
    .filter(({ name }) => /^node-\d+$/.test(name))
    .map(({ source }) => source?.version ?? '');
  const [oldest = '', ...others] = await versionsOf('Node.js');
  expect(tried[0]?.startsWith(`${oldest}.`)).toBe(true);
  expect(tried.slice(1).map(found => found.split('.')[0])).toEqual(others);
});
