import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const page = await readFile(path.join(root, 'docs/errors.md'), 'utf8');

/** Of `ai` and `@ai-sdk/provider`, which the packages throw and do not export. */
const ofAiSdk = [
  'InvalidArgumentError',
  'UnsupportedFunctionalityError',
  'LoadAPIKeyError',
  'NoSuchModelError',
  'APICallError',
];

/** The sources of all entries of all packages. */
async function entries(): Promise<string[]> {
  const files: string[] = [];
  for await (const manifest of glob('packages/*/package.json', { cwd: root })) {
    const { exports }: { exports: Record<string, string | { '@grok-image/source': string }> } = JSON.parse(
      await readFile(path.join(root, manifest), 'utf8'),
    );
    for (const target of Object.values(exports)) {
      if (typeof target === 'string') continue;
      files.push(path.join(root, path.dirname(manifest), target['@grok-image/source']));
    }
  }
  return files;
}

test('the page of errors has one anchor for each error class that an entry exports, and none for others', async () => {
  const files = await entries();
  expect(files.length).toBeGreaterThan(25);
  const modules = await Promise.all(files.map((file): Promise<object> => import(file)));
  const errors = modules.flatMap(exported =>
    Object.entries(exported).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'function' && value.prototype instanceof Error ? name : [],
    ),
  );
  const anchors = [...page.matchAll(/^### (\w+)$/gm)].flatMap(([, name]) => name ?? []);
  expect(anchors.toSorted()).toEqual([...new Set([...errors, ...ofAiSdk])].toSorted());
});
