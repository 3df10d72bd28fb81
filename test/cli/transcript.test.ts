import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeTranscript, page, withTranscript } from './transcript.ts';

it('docs/cli.md shows what the command says at a terminal of 80 columns', async () => {
  const transcript = await makeTranscript();
  expect(await readFile(page, 'utf8')).toBe(await withTranscript(transcript));
  const answers = transcript.split('\n').filter(line => !line.startsWith('$ '));
  expect(answers.filter(line => line.length > 80)).toEqual([]);
});
