import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator, type RunningEmulator } from '@grok-image/emulator';
import { onTestFinished } from 'vitest';

const examples = path.resolve(import.meta.dirname, '../../examples');

/** The folder of a recipe. */
export function recipe(name: string): string {
  return path.join(examples, name);
}

/** The services, for one test. */
export async function services(): Promise<RunningEmulator> {
  const emulator = await startEmulator({ pictures: 'plain' });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** An empty folder, for one test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-recipe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a recipe is started with: the environment of a user, whose key and address are those of the emulator. */
export function environment(emulator: RunningEmulator): Record<string, string> {
  const { baseURL, apiKey } = emulator.xai;
  return { XAI_API_KEY: apiKey, XAI_BASE_URL: baseURL };
}

interface Run {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a server, for one test, and gives its address, which it prints. */
export async function startApp(args: readonly string[], { cwd, env }: Run): Promise<string> {
  const port = await freePort();
  const child = run(args, { cwd, env: { ...env, PORT: String(port) } });
  onTestFinished(async () => {
    child.process.kill();
    await child.ended;
  });
  const announced = new Promise<string>(resolve => {
    child.process.stdout.on('data', () => {
      const address = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(child.output())?.[0];
      if (address !== undefined) resolve(address);
    });
  });
  const failed = child.ended.then(code => {
    throw new Error(`${args.join(' ')} ended with ${code} before it listened: ${child.output()}`);
  });
  const address = await Promise.race([announced, failed]);
  failed.catch(() => undefined);
  return address.replace('localhost', '127.0.0.1');
}

/** Runs a program to its end, and gives what it printed. */
export async function runProgram(args: readonly string[], options: Run): Promise<string> {
  const child = run(args, options);
  const code = await child.ended;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${child.output()}`);
  return child.output();
}

function run(args: readonly string[], { cwd, env }: Run) {
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: tmpdir(),
      NO_COLOR: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += String(chunk)));
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return { process: child, ended, output: () => output };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
