import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';

/** The TypeScript that a README shows, each piece as a file of its own, for the newest AI SDK. */
function piecesOf(readme: string): Record<string, string> {
  const text = readFileSync(new URL(readme, import.meta.url), 'utf8');
  const pieces = [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
  return Object.fromEntries(
    // Without imports and exports, a file is no module, and shares its names with the others.
    pieces.map((code, index) => [`piece-${index + 1}.ts`, `${code.replaceAll("'ai'", "'ai7'")}export {};\n`]),
  );
}

test.each([['civitai', '../../packages/civitai/README.md', 5]])(
  'the README of %s compiles as it is shown',
  async (name, readme, count) => {
    const generated = piecesOf(readme);
    expect(Object.keys(generated)).toHaveLength(count);
    const configuration = { compiler: 'typescript', resolution: 'nodenext', exactOptional: true } as const;
    expect(await compile(configuration, { name: `readme-${name}`, generated })).toEqual([]);
  },
  120_000,
);
