import { figureOf, firstFigures, startChild } from './child.ts';

/** A server that runs as a process of its own. */
export interface Service {
  readonly origin: string;
  close(): Promise<void>;
}

/** Starts the server of prebuilt bodies or the emulator. */
export async function startService(program: 'server' | 'emulator'): Promise<Service> {
  const path = `harness/${program}.ts`;
  const child = startChild(path);
  const port = figureOf(await firstFigures(child, path), 'port');
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}
