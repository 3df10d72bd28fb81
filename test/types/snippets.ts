import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const foreign = new Set(['node_modules', 'dist', 'out', '.git']);

/** A piece of TypeScript that a text shows. */
export interface Snippet {
  /** Path of the text from the root of the project. */
  readonly text: string;
  /** `text`, and the place among its pieces from 1: `'README.md 2'`. */
  readonly title: string;
  /** Name of its file: that of its first line, if this is a comment such as `// pixel.ts`. */
  readonly file: string;
  /** For the major of the AI SDK whose entry it imports, else for the newest, and for the Zod that the packages have here. */
  readonly code: string;
}

function isForeign(name: string): boolean {
  return foreign.has(path.basename(name));
}

/** Reads the TypeScript of all texts of the project. */
export async function findSnippets(): Promise<Snippet[]> {
  const texts = new Set<string>();
  for await (const text of glob('{,.changeset/}**/*.md', { cwd: root, exclude: isForeign })) texts.add(text);
  const found = await Promise.all([...texts].toSorted().map(findIn));
  return found.flat();
}

async function findIn(text: string): Promise<Snippet[]> {
  const content = await readFile(path.join(root, text), 'utf8');
  // A piece within a list is indented as the list is.
  const blocks = content.matchAll(/^( *)```(?:ts|tsx|mts|typescript)\b.*\n([^]*?)^\1```/gm);
  return [...blocks].map(([, indentation = '', block = ''], place) => {
    const code = block.replaceAll(new RegExp(`^${indentation}`, 'gm'), '');
    const named = /^\/\/ ([\w-]+\.ts)\n/.exec(code)?.[1];
    return {
      text,
      title: `${text} ${place + 1}`,
      file: named ?? `${text.replaceAll(/\W+/g, '-')}-${place + 1}.ts`,
      // Without imports and exports, a file is no module, and shares its names with the others.
      code: `${code.replaceAll("'ai'", `'ai${majorOf(code)}'`).replaceAll("'zod/v4'", "'zod4/v4'")}export {};\n`,
    };
  });
}

function majorOf(code: string): number {
  const entry = / from '@grok-image\/\w+\/v([123])'/.exec(code)?.[1];
  return entry === undefined ? 7 : Number(entry) + 3;
}
