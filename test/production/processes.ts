import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Ended, Job } from './job.ts';

const program = fileURLToPath(new URL('child.ts', import.meta.url));

/** A process of a scenario. */
export interface Running {
  readonly process: ChildProcess;
  /** How its calls ended, so far. */
  readonly ended: Ended[];
  /** Resolves when it has ended, whichever way. */
  readonly over: Promise<void>;
  /** Lets its calls begin. */
  start(): void;
  /** Kills it with -9. */
  kill(): Promise<void>;
}

/** Starts a process, and waits until its connections are made. */
export async function startProcess(job: Job): Promise<Running> {
  const child = spawn(process.execPath, ['--conditions=@grok-image/source', program, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended: Ended[] = [];
  const over = once(child, 'close').then(() => undefined);
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<void>((resolve, reject) => {
    lines.on('line', line => {
      if (line === 'ready') resolve();
      else ended.push(JSON.parse(line));
    });
    child.once('exit', code => reject(new TypeError(`Failed to start a process: it ended with ${code}.`)));
  });
  await ready;
  return {
    process: child,
    ended,
    over,
    start: () => void child.stdin.write('go\n'),
    async kill() {
      child.kill('SIGKILL');
      await over;
    },
  };
}

/** Runs processes that begin at once, and gives how the calls of each ended. */
export async function runTogether(jobs: readonly Job[]): Promise<readonly (readonly Ended[])[]> {
  const processes = await Promise.all(jobs.map(startProcess));
  for (const { start } of processes) start();
  await Promise.all(processes.map(({ over }) => over));
  return processes.map(({ ended }) => ended);
}
