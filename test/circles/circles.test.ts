import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkCircles, type Report } from './check.ts';

/** Two packages as they are to be. */
const good = {
  'core/src/a.ts': "import type { B } from './b.ts';\nexport interface A { b: B }\n",
  'core/src/b.ts': 'export interface B { text: string }\n',
  'xai/src/index.ts': "import type { A } from '../../core/src/a.ts';\nexport interface Model { a: A }\n",
};

async function check(files: Readonly<Record<string, string>>): Promise<Report> {
  const root = await mkdtemp(join(tmpdir(), 'grok-image-circles-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'packages'));
  for (const [path, source] of Object.entries(files)) {
    const file = join(root, 'packages', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, source);
  }
  return checkCircles(root, { core: [], xai: ['core'] });
}

test('packages without a circle are good', async () => {
  expect(await check(good)).toEqual({
    seen: ['core: 2 files, 1 arrows', 'xai: 1 files, 1 arrows'],
    problems: [],
  });
});

test.each([
  ['of types', "import type { A } from './a.ts';\nexport interface B { a?: A }\n"],
  [
    'of what is loaded on demand',
    "export const load = (): Promise<unknown> => import('./a.ts');\nexport type B = 1;\n",
  ],
  ['of what is handed on', "export { type A } from './a.ts';\nexport type B = 1;\n"],
])('a circle %s is told', async (_name, source) => {
  const { problems } = await check({ ...good, 'core/src/b.ts': source });
  expect(problems).toEqual([expect.stringMatching(/^2 files import each other in a circle:/)]);
  expect(problems[0]).toMatch(/core\/src\/(a|b)\.ts -> .*core\/src\/(a|b)\.ts/);
});

test('an arrow that is turned round is told', async () => {
  const source = "import type { Model } from '../../xai/src/index.ts';\nexport type B = Model;\n";
  const { problems } = await check({
    ...good,
    'core/src/b.ts': source,
    'xai/src/index.ts': 'export type Model = 1;\n',
  });
  expect(problems).toEqual([
    'packages/core/src/b.ts imports packages/xai/src/index.ts, which its package may not.',
  ]);
});

test('tests may use other packages', async () => {
  const source = "import type { Model } from '../../xai/src/index.ts';\nexport type C = Model;\n";
  const { problems } = await check({ ...good, 'core/src/c.test.ts': source });
  expect(problems).toEqual([]);
});

test.each([
  ['no package', {}, 'There is no package in '],
  ['a package without files', { 'core/src/readme.md': '' }, 'core: it has no file.'],
  [
    'files without arrows',
    { 'core/src/a.ts': '', 'core/src/b.ts': '' },
    'core: only 0 arrows of 2 files were seen.',
  ],
  ['a file that cannot be found', { 'core/src/a.ts': "import './b.ts';" }, 'core: ./b.ts was not found.'],
  ['a package that nobody placed', { 'new/src/a.ts': '' }, 'new: it has no line in arrows.ts.'],
])('%s is a problem', async (_name, files, problem) => {
  const { problems } = await check(files);
  expect(problems).toEqual([expect.stringContaining(problem)]);
});
