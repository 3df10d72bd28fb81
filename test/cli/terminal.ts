import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const program = path.resolve(import.meta.dirname, '../../packages/cli/src/command.ts');

/** A terminal as most people have it. */
const columns = 80;

/**
 * Runs the command at a terminal of 80 columns, and gives what is left on the screen: a line of progress is gone when the next
 * one has taken its place.
 *
 * @param line - as it is typed, e.g. `grok-image cost -n 4`; other programs work as well
 */
export async function typeLine(line: string, folder: string): Promise<string> {
  const node = `'${process.execPath}' --conditions=@grok-image/source '${program}'`;
  const typed = line.replace(/^grok-image\b/, () => node);
  // Of util-linux, which every Debian has: the only one that makes a terminal.
  const { stdout } = await execute(
    'script',
    ['-qec', `stty cols ${columns} rows 24; ${typed}; true`, '/dev/null'],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], TERM: 'xterm', SHELL: '/bin/sh', HOME: folder },
    },
  );
  return stdout
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map(text => text.slice(text.lastIndexOf('\r\u001B[K') + 1).replace('\u001B[K', ''))
    .join('\n')
    .trimEnd();
}
