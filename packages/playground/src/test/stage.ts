import { createEmulator, type Emulator, type EmulatorOptions } from '@grok-image/emulator';
import type { Hono } from 'hono';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHub } from '../make/hub.ts';
import type { RunView } from '../protocol/run.ts';
import { createRunner, type Runner } from '../make/runner.ts';
import { createApp } from '../server/app.ts';
import { openServices } from '../services/open-services.ts';
import { openFiles, type Files } from '../store/files.ts';
import { openJournal } from '../store/journal.ts';
import { createLibrary, type Library } from '../store/library.ts';

/** A server without a socket, whose services are played in this process. */
export interface Stage {
  readonly app: Hono;
  readonly emulator: Emulator;
  readonly library: Library;
  readonly files: Files;
  readonly runner: Runner;
  readonly folder: string;
  /** Asks as the page does, with the cookie and the right origin; a `body` is posted. */
  ask(path: string, body?: unknown, init?: RequestInit): Promise<Response>;
  /** The same calls and pictures, as the next process finds them. */
  reopen(): Promise<Stage>;
  /** Resolves with the call when it has ended. */
  ended(id: string): Promise<RunView>;
}

export const port = 4180;
export const token = 'a-token-of-this-test';
export const origin: string = `http://127.0.0.1:${port}`;
export const key = '0123abcd-0123-4abc-8abc-0123456789ab';

/** What a press of the button posts. */
export function pressOf(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const targets = [{ service: 'xai', model: 'grok-imagine-image', options: { pollIntervalMs: 5 } }];
  return { key, prompt: 'A cat in a tree', targets, ...changes };
}

export async function openStage(options: EmulatorOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const emulator = createEmulator({ pictures: 'plain', freshPictures: true, rateLimit: false, ...options });
  return open(folder, emulator);
}

async function open(folder: string, emulator: Emulator): Promise<Stage> {
  const { fetch } = emulator;
  const services = await openServices([
    { kind: 'xai', settings: { ...emulator.xai, fetch } },
    { kind: 'civitai', settings: { ...emulator.civitai, fetch } },
    { kind: 'xai', settings: { ...emulator.crazyrouter, gateway: 'crazyrouter', fetch } },
  ]);
  const { journal, lines } = openJournal(join(folder, 'journal.jsonl'));
  const library = createLibrary(lines, journal, sentence => {
    throw new TypeError(sentence);
  });
  const files = openFiles(folder);
  const hub = createHub();
  const readSource: Parameters<typeof createRunner>[0]['readSource'] = async ({ kind, id }) => {
    const entry = library.picture(id);
    return kind === 'upload' ? files.readUpload(id) : entry && files.read(entry.picture.file);
  };
  const runner = createRunner({ services, library, files, hub, readSource });
  const page = new Map([
    ['/index.html', { bytes: new TextEncoder().encode('<p>page'), mediaType: 'text/html' }],
  ]);
  const app = createApp(
    { services, library, files, hub, runner, readSource },
    { token, host: '127.0.0.1', port },
    page,
  );
  return {
    app,
    emulator,
    library,
    files,
    runner,
    folder,
    ask: async (path, body, init) =>
      app.request(`${origin}${path}`, {
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        headers: { host: `127.0.0.1:${port}`, origin, cookie: `grok-image-${port}=${token}` },
        ...init,
      }),
    reopen: () => open(folder, emulator),
    ended: id =>
      new Promise(resolve => {
        const look = () => {
          const run = library.run(id);
          if (run && run.state !== 'running' && runner.view(run).state !== 'running')
            resolve(runner.view(run));
        };
        const stop = hub.listen(look);
        onTestFinished(stop);
        look();
      }),
  };
}
