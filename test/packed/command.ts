import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';

/** The Node.js that runs the programs of consumers: the first argument of the script, else the one that runs it. */
export const consumerNode: string = process.argv[2] ?? process.execPath;

const execute = promisify(execFile);

/**
 * Runs a program and returns what it printed.
 *
 * @param place - a folder that programs are looked for in first
 * @throws an error with the output of the program when it fails
 */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  place?: string,
): Promise<string> {
  const options = { cwd, env: environmentOf(place), maxBuffer: 2 ** 26 };
  const { stdout } = await execute(program, [...args], options);
  return stdout;
}

/**
 * The environment of a program of a consumer.
 *
 * @param place - a folder that programs are looked for in first
 */
export function environmentOf(place?: string): NodeJS.ProcessEnv {
  // The packages have to work without the condition under which this workspace finds its sources.
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const PATH = [place, environment['PATH']].filter(part => part !== undefined).join(delimiter);
  return { ...environment, PATH };
}
