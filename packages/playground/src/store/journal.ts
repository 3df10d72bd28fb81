import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { lineSchema, type Line } from './lines.ts';

/** What happened, one line of JSON each. */
export interface Journal {
  /**
   * Writes lines so that they are there also after a fall of power, before anything else goes on: what may be billed is noted
   * before it is sent.
   *
   * @throws what the file system says, e.g. that it is full; then nothing of the lines is there
   */
  append(...lines: readonly Line[]): void;
  close(): void;
}

/** A journal, and what was in it. */
export interface OpenJournal {
  readonly journal: Journal;
  readonly lines: readonly Line[];
  /** Lines that cannot be read, such as one that was being written when the power fell. */
  readonly broken: number;
}

/** Opens a journal, or begins one. */
export function openJournal(file: string): OpenJournal {
  mkdirSync(dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines: Line[] = [];
  let broken = 0;
  for (const entry of text.split('\n')) {
    if (entry === '') continue;
    const line = readLine(entry);
    if (line === undefined) broken += 1;
    else lines.push(line);
  }
  const descriptor = openSync(file, 'a');
  // What breaks off must not take the next line with it.
  if (text !== '' && !text.endsWith('\n')) writeFileSync(descriptor, '\n');
  return {
    lines,
    broken,
    journal: {
      append(...added) {
        const end = fstatSync(descriptor).size;
        try {
          writeFileSync(descriptor, added.map(line => `${JSON.stringify(line)}\n`).join(''));
          fsyncSync(descriptor);
        } catch (error) {
          // Half a line must not stand before the next one.
          ftruncateSync(descriptor, end);
          throw error;
        }
      },
      close: () => closeSync(descriptor),
    },
  };
}

function readLine(text: string): Line | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Counted by the caller, who says so.
    return undefined;
  }
}
