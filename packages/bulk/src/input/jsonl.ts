import { open } from 'node:fs/promises';
import { isPlainObject, messageOf } from '@grok-image/core/internal';
import type { ReadLine } from './read-line.ts';

/** The lines of a JSONL file, each an object; empty ones are passed over. */
export async function* readJsonLines(path: string): AsyncGenerator<ReadLine> {
  let line = 0;
  const file = await open(path);
  for await (const given of file.readLines()) {
    line += 1;
    const text = line === 1 ? given.replace(/^\uFEFF/, '') : given;
    if (text.trim() !== '') yield parse(text, line);
  }
}

function parse(text: string, line: number): ReadLine {
  if (text.includes('\uFFFD')) return { line, problem: 'It is not written in UTF-8.' };
  try {
    const value: unknown = JSON.parse(text);
    if (isPlainObject(value)) return { line, value: { ...value } };
    return { line, problem: 'It is no JSON object, e.g. {"prompt": "A cat in a tree"}.' };
  } catch (error) {
    return { line, problem: `It is no JSON (${messageOf(error)}).` };
  }
}
