import { shorten, wrapped } from './columns.ts';

/** How a command speaks: to a person at a terminal, as lines into a pipe, or as JSON to a program. */
export type OutputMode = 'terminal' | 'plain' | 'json';

/** Where a command speaks. Results go to standard output, all else to standard error. */
export interface Output {
  readonly mode: OutputMode;
  /** Characters in a line of the terminal; 80 where there is none. */
  readonly columns: number;
  /** A result: lines for people, the object for programs. */
  result(object: Readonly<Record<string, unknown>>, lines: string): void;
  /** What is good to know, on standard error. */
  note(line: string): void;
  /** A line that the next one takes the place of; at a terminal only. */
  progress(line: string): void;
}

/** What output is written to. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Makes the output of a command.
 *
 * @example
 * const output = createOutput({ json: false, out: process.stdout, errors: process.stderr });
 */
export function createOutput({
  json,
  out,
  errors,
}: {
  readonly json: boolean;
  readonly out: OutputStream;
  readonly errors: OutputStream;
}): Output {
  const mode = json ? 'json' : errors.isTTY ? 'terminal' : 'plain';
  const columns = errors.columns ?? 80;
  let isLineOpen = false;
  /** Takes the line of progress away, so that what follows stands on a line of its own. */
  const clear = () => {
    if (isLineOpen) errors.write('\r\u001B[K');
    isLineOpen = false;
  };
  return {
    mode,
    columns,
    result(object, lines) {
      clear();
      if (mode === 'json') out.write(`${JSON.stringify(object)}\n`);
      else if (lines !== '') out.write(`${lines}\n`);
    },
    note(line) {
      clear();
      const lines = line.split('\n');
      const shown = mode === 'terminal' ? lines.flatMap(one => wrapped(one, columns)) : lines;
      errors.write(`${shown.join('\n')}\n`);
    },
    progress(line) {
      if (mode !== 'terminal') return;
      clear();
      errors.write(shorten(line, columns - 1));
      isLineOpen = true;
    },
  };
}
