import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that was started. */
export interface Child {
  /** Its first line on standard output. */
  readonly firstLine: Promise<string>;
  /** Resolves with what it wrote to standard error when it has ended with 0, else rejects with it. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a program in an environment that says nothing but where programs and temporary files are: no keys, no
 * options for Node.js.
 */
export function start(program: string, args: readonly string[], cwd: string): Child {
  const child = spawn(program, [...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', chunk => {
    errors = (errors + String(chunk)).slice(-4000);
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(errors);
      else reject(new Error(`${program} ended with ${signal ?? code}.\n${errors}`));
    });
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    ended.then(() => reject(new Error(`${program} ended without a word.`)), reject);
  });
  // Whoever waits for one of them hears of a failure; nobody has to wait for both.
  ended.catch(() => undefined);
  firstLine.catch(() => undefined);
  return {
    firstLine,
    ended,
    async stop() {
      child.kill();
      await ended.catch(() => undefined);
    },
  };
}
