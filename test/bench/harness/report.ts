import type { Figures } from './child.ts';

/** Parameters of this child process by name, as text. */
export function readParameters(): (name: string) => string {
  const given: unknown = JSON.parse(process.argv[2] ?? '{}');
  const values = new Map<string, unknown>(Object.entries(given ?? {}));
  return name => {
    if (!values.has(name)) throw new Error(`Failed to start: the parameter ${name} is missing.`);
    return String(values.get(name));
  };
}

/** Hands the figures of this child process to the bench. */
export function reportFigures(figures: Figures): void {
  process.send?.(figures);
}

/** Ends this child process, whatever still runs in it. */
export function leave(): void {
  process.disconnect();
  // Sockets that are kept alive would hold the process up.
  setImmediate(() => process.exit(0));
}
