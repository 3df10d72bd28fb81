import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startEmulator, type RunningEmulator, type StartOptions } from '@grok-image/emulator';
import { onTestFinished } from 'vitest';

const command = path.resolve(import.meta.dirname, '../command.ts');

/** What a command has said until it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A folder of a test, and the services that its commands ask. */
export interface Place {
  readonly folder: string;
  readonly emulator: RunningEmulator;
  /** Starts the command, as a process of its own. */
  start(...args: readonly string[]): ChildProcessWithoutNullStreams;
  /** Runs it until it ends by itself. */
  run(...args: readonly string[]): Promise<Ended>;
}

/**
 * An empty folder, in which commands ask an emulator that outlives them.
 *
 * @param environment - further variables; `undefined` takes one away
 */
export async function openPlace(
  options: StartOptions = {},
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grok-image-cli-'));
  const emulator = await startEmulator({ pictures: 'plain', ...options });
  const { xai, civitai } = emulator;
  const env = {
    PATH: process.env['PATH'],
    XAI_API_KEY: xai.apiKey,
    XAI_BASE_URL: xai.baseURL,
    CIVITAI_API_KEY: civitai.apiKey,
    CIVITAI_BASE_URL: civitai.baseURL,
    ...environment,
  };
  const started: ChildProcessWithoutNullStreams[] = [];
  onTestFinished(async () => {
    for (const child of started) child.kill('SIGKILL');
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  });
  const start = (...args: readonly string[]) => {
    const child = spawn(process.execPath, ['--conditions=@grok-image/source', command, ...args], {
      cwd: folder,
      env,
    });
    child.stdin.end();
    started.push(child);
    return child;
  };
  return { folder, emulator, start, run: (...args) => ended(start(...args)) };
}

/** Waits until a command ends. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [[code], output, errors] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output, errors };
}

/** The objects of a command that was called with `--json`. */
export function objectsOf(output: string): readonly Readonly<Record<string, unknown>>[] {
  return output
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}
