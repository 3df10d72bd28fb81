import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Task } from './children/task.ts';

const program = fileURLToPath(new URL('children/worker.ts', import.meta.url));

/** A process of a scenario. */
export interface Running {
  /** Resolves when its connections are made. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended a job; of a run over a folder only. */
  readonly firstResult: Promise<void>;
  /** Resolves with its exit code when it has ended; `null` where it was killed. */
  readonly over: Promise<number | null>;
  /** Kills it with -9. */
  kill(): Promise<void>;
  /**
   * Asks it to end by itself, once it hears that: a process that begins is ended by the signal itself.
   *
   * @throws RangeError where it did not
   */
  end(): Promise<void>;
}

export function startProcess(task: Task): Running {
  // The same export conditions as this process: sources or builds for all.
  const child = spawn(process.execPath, [...process.execArgv, program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const over = once(child, 'close').then(() => child.exitCode);
  const lines = createInterface({ input: child.stdout });
  const heard = (word: string) =>
    new Promise<void>(resolve => {
      lines.on('line', line => {
        if (line === word) resolve();
      });
      child.once('exit', () => resolve());
    });
  const ready = heard('ready');
  return {
    ready,
    firstResult: heard('result'),
    over,
    async kill() {
      child.kill('SIGKILL');
      await over;
    },
    async end() {
      await ready;
      child.kill('SIGTERM');
      const code = await over;
      if (code !== 0) throw new RangeError(`A worker did not end by itself: ${code ?? child.signalCode}.`);
    },
  };
}
