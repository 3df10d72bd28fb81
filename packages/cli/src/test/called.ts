import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { main } from '../main.ts';

/** What a command that was called in this process has said. */
export interface Called {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** An empty folder that ends with its test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Calls the command in this process: for what ends before anything is sent. There is no key in its environment.
 *
 * @param environment - further variables
 */
export async function call(
  args: readonly string[],
  {
    folder = tmpdir(),
    environment = {},
  }: { readonly folder?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Called> {
  for (const name of ['XAI_API_KEY', 'CIVITAI_API_KEY', 'CIVITAI_API_TOKEN', 'XAI_BASE_URL'])
    vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  let [output, errors] = ['', ''];
  const code = await main(args, {
    folder,
    out: { write: text => (output += text) },
    errors: { write: text => (errors += text) },
  });
  return { code, output, errors };
}
