import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan, type Row } from '../report/row.ts';

const names = ['nothing', 'ai', 'version', 'generate'] as const;
type Name = (typeof names)[number];

/** Most that each may take, as a multiple of `node -e "import('ai')"`, which takes about 0.25 s on an idle machine. */
const most = { version: 0.4, generate: 1.6 };

/** m: how long the command takes to begin: until it has said its version, and until its first request arrives. */
export async function measureStartup({ isSmoke }: Plan): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'grok-image-startup-'));
  const server = createServer((_, response) => response.writeHead(401).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // Each in a folder of its own: in that of one that was killed, the next one first makes sure that it is gone.
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, [...process.execArgv, ...args], {
      cwd: mkdtempSync(join(folder, 'run-')),
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        XAI_API_KEY: 'xai-key',
        XAI_BASE_URL: `http://127.0.0.1:${port}`,
        NODE_COMPILE_CACHE: join(folder, 'cache'),
      },
    });
  const command = fileURLToPath(new URL(commandPath(), import.meta.resolve('grok-image/package.json')));
  const ai = `await import(${JSON.stringify(import.meta.resolve('ai'))})`;
  const generate = () => start(command, 'generate', 'A cat in a tree');
  const measures: Readonly<Record<Name, () => Promise<number>>> = {
    nothing: () => untilExit(() => start('-e', '0')),
    ai: () => untilExit(() => start('--input-type=module', '-e', ai)),
    version: () => untilExit(() => start(command, '--version')),
    generate: () => untilRequest(generate, () => once(server, 'request')),
  };
  try {
    // The first ones compile, and keep what they have compiled for the others once they end; one that is killed keeps nothing.
    for (const name of ['nothing', 'ai', 'version'] as const) await measures[name]();
    await once(generate(), 'exit');
    const runs = await measureInTurn(names, isSmoke ? 1 : 15, name => measures[name]());
    const figures = names.map(name => `${numberText(medianOf(runs.get(name)))} ms ${name}`).join(', ');
    const row = (name: 'version' | 'generate', what: string): Row => {
      const ratio = ratioOf(runs.get(name), runs.get('ai'));
      return {
        id: 'm',
        what,
        against: '`node -e "import(\'ai\')"`',
        mustBe: `at most ${most[name].toFixed(2)}x`,
        measured: ratioText(ratio),
        figures,
        isMet: ratio.median <= most[name],
      };
    };
    return {
      rows: [
        row('version', 'command: `grok-image --version`, on the clock'),
        row('generate', 'command: `grok-image generate` until its first request, on the clock'),
      ],
    };
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sources or builds, as for everything else. */
function commandPath(): string {
  return process.execArgv.some(flag => flag.includes('@grok-image/source'))
    ? 'src/command.ts'
    : 'dist/command.js';
}

async function untilExit(start: () => ChildProcess): Promise<number> {
  const begin = performance.now();
  const [code] = await once(start(), 'exit');
  if (code !== 0) throw new Error(`Failed to measure a start: the process ended with ${code}.`);
  return performance.now() - begin;
}

/** The process is killed as soon as its request is there. */
async function untilRequest(start: () => ChildProcess, arrival: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  const child = start();
  const ended = once(child, 'exit');
  const isThere = await Promise.race([arrival().then(() => true), ended.then(() => false)]);
  const milliseconds = performance.now() - begin;
  child.kill('SIGKILL');
  await ended;
  if (!isThere) throw new Error('Failed to measure a start: the command ended without a request.');
  return milliseconds;
}
