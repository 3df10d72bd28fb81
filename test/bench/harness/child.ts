import { fork, type ChildProcess } from 'node:child_process';

/** What a child process is told. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** What a child process measured. */
export type Figures = Readonly<Record<string, number>>;

/** Starts a program of the bench as a process of its own, so that nothing it loads or leaves behind reaches the next one. */
export function startChild(
  program: string,
  parameters: Parameters = {},
  flags: readonly string[] = [],
): ChildProcess {
  return fork(new URL(`../${program}`, import.meta.url), [JSON.stringify(parameters)], {
    // The same export conditions as this process: sources or builds for all.
    execArgv: [...process.execArgv, ...flags],
  });
}

/**
 * Waits for the first message of a child process.
 *
 * @throws Error when the process ends without one
 */
export function firstFigures(child: ChildProcess, program: string): Promise<Figures> {
  return new Promise((resolve, reject) => {
    child.once('exit', code => {
      reject(new Error(`Failed to measure: ${program} ended with ${code} and said nothing.`));
    });
    child.once('error', reject);
    child.once('message', message => resolve(toFigures(message)));
  });
}

/** Runs a program to its end and gives what it measured. */
export async function measureInChild(
  program: string,
  parameters: Parameters,
  flags: readonly string[] = [],
): Promise<Figures> {
  const child = startChild(program, parameters, flags);
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
  });
  const figures = await firstFigures(child, program);
  await ended;
  return figures;
}

/** One figure of several. */
export function figureOf(figures: Figures, name: string): number {
  const figure = figures[name];
  if (figure === undefined) throw new Error(`Failed to read the figure ${name}: it was not measured.`);
  return figure;
}

function toFigures(message: unknown): Figures {
  const entries = typeof message === 'object' && message !== null ? Object.entries(message) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, Number(value)]));
}
