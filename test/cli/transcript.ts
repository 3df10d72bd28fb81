import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typeLine } from './terminal.ts';

/** The page with the transcript. */
export const page: string = path.resolve(import.meta.dirname, '../../docs/cli.md');

/** What is typed, one after the other in one folder. */
const lines = [
  'grok-image generate "A cat in a tree" -n 2 --ratio 16:9 --name cat --service emulator',
  'ls -1',
  'grok-image generate "A cat in a tree" --budgt 5',
  'grok-image cost -n 4 --model grok-imagine-image-2.0 --resolution 2k',
  'cat animals.csv',
  'grok-image bulk animals.csv --prompt "A {animal} in a {place}" --out zoo --concurrency 1 --service emulator',
  'grok-image status --out zoo',
  'grok-image --help',
  'grok-image generate --help',
];

const animals = `animal,place,n,name
cat,tree,2,cat
"dog, wet",lake,1,dog
`;

/** Types all of it into a terminal of 80 columns, in a new folder. */
export async function makeTranscript(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-transcript-'));
  try {
    await writeFile(path.join(folder, 'animals.csv'), animals);
    let text = '';
    for (const line of lines) text += `$ ${line}\n${steady(await typeLine(line, folder))}\n\n`;
    return text.trimEnd();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How long something took is another time each time. */
function steady(text: string): string {
  return text.replaceAll(/\b\d+ s$/gm, '1 s');
}

const place = /(<!-- transcript -->\n\n```text\n)[^]*?(\n```\n\n<!-- \/transcript -->)/;

/** The page with a transcript in its place. */
export async function withTranscript(transcript: string): Promise<string> {
  const text = await readFile(page, 'utf8');
  return text.replace(place, (_, before: string, after: string) => before + transcript + after);
}
