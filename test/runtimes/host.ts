import { start } from './child.ts';

/** What became of one call. */
export interface CallReport {
  readonly name: string;
  readonly milliseconds: number;
  readonly note?: string | undefined;
  readonly problem?: string | undefined;
}

/** The emulator in a process of its own. */
export interface Host {
  readonly origin: string;
  /** Waits for the report of a runtime, then forgets what the runtime did. */
  report(abortSignal: AbortSignal): Promise<readonly CallReport[]>;
  stop(): Promise<void>;
}

/** Starts the host of an installation. */
export async function startHost(folder: string, page: string): Promise<Host> {
  const child = start(process.execPath, ['host.mjs', page], folder);
  const origin = await child.firstLine;
  return {
    origin,
    async report(signal) {
      const response = await fetch(`${origin}/control/reported`, { signal });
      const report: unknown = await response.json();
      return Array.isArray(report) ? report.map(readCall) : [];
    },
    stop: () => child.stop(),
  };
}

function readCall(value: unknown): CallReport {
  if (typeof value !== 'object' || value === null) throw new TypeError('A runtime reported nothing.');
  const text = (field: string): string | undefined => {
    const found: unknown = Reflect.get(value, field);
    return typeof found === 'string' ? found : undefined;
  };
  return {
    name: text('name') ?? '',
    milliseconds: Number(Reflect.get(value, 'milliseconds')),
    note: text('note'),
    problem: text('problem'),
  };
}
