import { tmpdir } from 'node:os';
import { run } from '../packed/command.ts';

/** The version that a program says it has, e.g. `20.19.0`. */
export async function versionOf(program: string): Promise<string> {
  const output = await run(program, ['--version'], tmpdir());
  return /\d+[\d.-]*\d/.exec(output)?.[0] ?? output.trim();
}
