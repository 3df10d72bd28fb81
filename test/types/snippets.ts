import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeFor, isFixed, majors, type Major } from '../../docs/.vitepress/majors.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** `reference` is made of docstrings, whose pieces are parts of programs. */
const foreign = new Set(['node_modules', 'dist', 'out', '.git', 'reference']);
/** Texts of the site, whose pieces are shown for each major of the AI SDK. */
const isPage = /^(docs\/|SECURITY\.md$)/;

/** A piece of TypeScript that a text shows. */
export interface Snippet {
  /** Path of the text from the root of the project. */
  readonly text: string;
  /** `text`, and the place among its pieces from 1: `'README.md 2'`, `'docs/start.md 1'`. */
  readonly place: string;
  /** `place`, and the major for which it is shown, if the text shows it for several: `'docs/start.md 1, AI SDK 5'`. */
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
  const found = await Promise.all((await findTexts()).map(findIn));
  return found.flat();
}

/** Pieces of JavaScript that are not written as `ts`, of which `findSnippets` knows nothing: `'docs/start.md: js'`. */
export async function findOtherCode(): Promise<string[]> {
  const found = await Promise.all(
    (await findTexts()).map(async text => {
      const content = await readFile(path.join(root, text), 'utf8');
      return [...content.matchAll(/^ *```(js|jsx|mjs|cjs|javascript)\b/gm)].map(
        ([, info]) => `${text}: ${info}`,
      );
    }),
  );
  return found.flat();
}

async function findTexts(): Promise<string[]> {
  const texts = new Set<string>();
  for await (const text of glob('{,.changeset/}**/*.md', { cwd: root, exclude: isForeign })) texts.add(text);
  return [...texts].toSorted();
}

async function findIn(text: string): Promise<Snippet[]> {
  const content = await readFile(path.join(root, text), 'utf8');
  // A piece within a list is indented as the list is.
  const blocks = content.matchAll(/^( *)```((?:ts|tsx|mts|typescript)\b.*)\n([^]*?)^\1```/gm);
  return [...blocks].flatMap(([, indentation = '', info = '', block = ''], index) => {
    const code = block.replaceAll(new RegExp(`^${indentation}`, 'gm'), '');
    const place = `${text} ${index + 1}`;
    return isPage.test(text) ? variantsOf(text, place, code, info) : [toSnippet(text, place, code)];
  });
}

/** Once for each major in which it is another piece, or another `ai` is imported. */
function variantsOf(text: string, place: string, code: string, info: string): Snippet[] {
  if (isFixed(code, info)) return [toSnippet(text, place, code)];
  const importsAiSdk = code.includes(" from 'ai'");
  const variants = majors.map(major => ({ major, variant: codeFor(major, code, info) }));
  return variants.flatMap(({ major, variant }, index) => {
    const isShown = variants.slice(0, index).some(earlier => earlier.variant === variant) && !importsAiSdk;
    return variant === undefined || isShown ? [] : [toSnippet(text, place, variant, major)];
  });
}

function toSnippet(text: string, place: string, code: string, shownFor?: Major): Snippet {
  const named = /^\/\/ ([\w-]+\.ts)\n/.exec(code)?.[1];
  const title = shownFor === undefined || shownFor === 7 ? place : `${place}, AI SDK ${shownFor}`;
  return {
    text,
    place,
    title,
    file: named ?? `${title.replaceAll(/\W+/g, '-')}.ts`,
    // Without imports and exports, a file is no module, and shares its names with the others.
    code: `${code.replaceAll("'ai'", `'ai${shownFor ?? majorOf(code)}'`).replaceAll("'zod/v4'", "'zod4/v4'")}export {};\n`,
  };
}

function majorOf(code: string): number {
  const entry = / from '@grok-image\/\w+\/v([123])'/.exec(code)?.[1];
  return entry === undefined ? 7 : Number(entry) + 3;
}
