import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeTranscript, page, withTranscript } from './transcript.ts';

it('docs/cli.md shows what the command says at a terminal of 80 columns', async () => {
  const transcript = await makeTranscript();
  expect(await readFile(page, 'utf8')).toBe(await withTranscript(transcript));
  for (const line of transcript.split('\n')) {
    if (!line.startsWith('$ ')) expect(line.length).toBeLessThanOrEqual(80);
  }
});
