import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { start, type Child } from './child.ts';
import type { CallReport, Host } from './host.ts';
import type { Kind, Runtime } from './runtimes.ts';

/** What the runtimes share. */
export interface Stage {
  /** The installation. */
  readonly folder: string;
  readonly host: Host;
  /** The bundled worker. */
  readonly worker: string;
}

/** Longest time for one runtime, in milliseconds. */
const limitMs = 90_000;

/** Starts a runtime, lets it make the calls, and ends it. */
export async function tryRuntime(
  runtime: Runtime,
  program: string,
  stage: Stage,
): Promise<readonly CallReport[]> {
  const place = await mkdtemp(path.join(stage.folder, `${runtime.name}-`));
  const finished = new AbortController();
  const children: Child[] = [];
  try {
    const { child, calls } = await starters[runtime.kind](program, runtime.flags, place, stage);
    children.push(child);
    const report = stage.host.report(AbortSignal.any([finished.signal, AbortSignal.timeout(limitMs)]));
    // A program that ends has reported before; one that fails never will.
    const failed = new Promise<never>((_, reject) => {
      child.ended.catch(reject);
      calls?.catch(reject);
    });
    return await Promise.race([report, failed]);
  } finally {
    finished.abort();
    for (const child of children) await child.stop();
    await rm(place, { recursive: true, force: true });
  }
}

type Starter = (
  program: string,
  flags: readonly string[],
  place: string,
  stage: Stage,
) => Promise<{ child: Child; calls?: Promise<unknown> }>;

const starters: Readonly<Record<Kind, Starter>> = {
  async program(program, flags, _place, { folder, host }) {
    return { child: start(program, [...flags, 'program.mjs', host.origin], folder) };
  },

  async worker(program, flags, place, { host, worker }) {
    const config = path.join(place, 'worker.capnp');
    await writeFile(config, workerConfig(path.relative(place, worker)));
    const child = start(program, [...flags, config], place);
    const listening: unknown = JSON.parse(await child.firstLine);
    const port: unknown = typeof listening === 'object' && listening && Reflect.get(listening, 'port');
    const url = `http://127.0.0.1:${String(port)}/?origin=${encodeURIComponent(host.origin)}`;
    return { child, calls: fetch(url).then(expectOk) };
  },

  async page(program, flags, place, { host }) {
    // Its sandbox does not work for the superuser.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const args = [...flags, ...sandbox, `--user-data-dir=${path.join(place, 'profile')}`, `${host.origin}/`];
    return { child: start(program, args, place) };
  },
};

/** The plain runtime without Node.js compatibility; private addresses are reached only because they are allowed here. */
function workerConfig(script: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "${script}")],
  compatibilityDate = "2026-11-01",
);
`;
}

async function expectOk(response: Response): Promise<void> {
  const text = await response.text();
  if (!response.ok) throw new Error(`The worker answered HTTP ${response.status}: ${text}`);
}
