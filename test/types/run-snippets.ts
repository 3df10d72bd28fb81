import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Snippet } from './snippets.ts';

/** What became of a piece. */
export interface Outcome {
  readonly title: string;
  readonly error: string | undefined;
}

/** Below `node_modules`, so that no other check of the workspace reads what is generated. */
const scratch = path.join(import.meta.dirname, 'node_modules', '.run');

/** Runs the pieces of a text one after the other, as somebody does who reads it, in a process and a folder of its own. */
export async function runSnippets(snippets: readonly Snippet[]): Promise<Outcome[]> {
  await mkdir(scratch, { recursive: true });
  const workplace = await mkdtemp(path.join(tmpdir(), 'grok-image-snippets-'));
  try {
    const files = snippets.map(({ file }) => path.join(scratch, file.replace(/\.ts$/, '.mjs')));
    for (const [place, { code }] of snippets.entries()) {
      // Node.js takes no types off what stands below `node_modules`.
      await writeFile(files[place] ?? '', stripTypeScriptTypes(code));
    }
    const errors = files.length === 0 ? [] : await runFiles(files, workplace);
    return snippets.map(({ title }, place) => ({ title, error: errors[place] }));
  } finally {
    await rm(workplace, { recursive: true });
  }
}

/** @returns why each file failed; `undefined` for one that did not */
async function runFiles(files: readonly string[], workplace: string): Promise<(string | undefined)[]> {
  const errors: (string | undefined)[] = files.map(() => 'It did not come to its end.');
  const child = fork(path.join(import.meta.dirname, 'run-files.ts'), files, {
    cwd: workplace,
    execArgv: ['--conditions=@grok-image/source'],
    env: {
      PATH: process.env['PATH'],
      XAI_API_KEY: 'xai-key',
      CRAZYROUTER_API_KEY: 'sk-key',
      CIVITAI_API_KEY: 'key',
    },
    silent: true,
    timeout: 60_000,
  });
  let output = '';
  child.stderr?.on('data', chunk => (output += String(chunk)));
  child.stdout?.resume();
  child.on('message', message => {
    if (!Array.isArray(message)) return;
    const [place, error]: unknown[] = message;
    errors[Number(place)] = typeof error === 'string' ? error : undefined;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  const ending = `The process did not end within a minute, or by itself: ${output}`;
  return code === 0 ? errors : errors.map(error => `${error ?? ''} ${ending}`);
}
