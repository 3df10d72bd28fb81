// Writes the transcript of docs/cli.md anew, by the command itself.
import { writeFile } from 'node:fs/promises';
import { makeTranscript, page, withTranscript } from './transcript.ts';

await writeFile(page, await withTranscript(await makeTranscript()));
