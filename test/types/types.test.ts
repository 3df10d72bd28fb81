import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile, type Configuration, type Diagnostic } from './compile.ts';
import { prelude, refused } from './refused.ts';

const configurations: readonly Configuration[] = (['typescript', 'typescript59'] as const).flatMap(compiler =>
  (['nodenext', 'bundler'] as const).flatMap(resolution =>
    [true, false].map(exactOptional => ({ compiler, resolution, exactOptional })),
  ),
);

const names = { typescript: 'TypeScript 7', typescript59: 'TypeScript 5.9' };
const source = prelude + refused.map(({ statement }) => `${statement}\n`).join('');
const firstLine = prelude.split('\n').length;

describe.each(
  configurations.map(configuration => ({
    configuration,
    title: `${names[configuration.compiler]}, ${configuration.resolution}, exactOptionalPropertyTypes ${configuration.exactOptional ? 'on' : 'off'}`,
  })),
)('$title', ({ configuration }) => {
  let diagnostics: Diagnostic[] = [];
  beforeAll(async () => {
    diagnostics = await compile(configuration, {
      name: 'facades',
      files: ['accepted.ts', 'options.ts'],
      generated: { 'refused.ts': source },
    });
  }, 120_000);

  test('accepts every facade in every major that takes it, and the sources themselves', () => {
    expect(diagnostics.filter(({ file }) => path.basename(file) !== 'refused.ts')).toEqual([]);
  });

  test.each(refused.map(({ name }, index) => ({ name, line: firstLine + index })))(
    'refuses $name',
    ({ line }) => {
      expect(diagnostics.filter(diagnostic => diagnostic.line === line)).not.toEqual([]);
    },
  );

  test('refuses nothing else', () => {
    const lines = refused.map((_, index) => firstLine + index);
    expect(diagnostics.filter(({ line }) => !lines.includes(line))).toEqual([]);
  });
});
