import { createAdaptorServer } from '@hono/node-server';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { takeLock } from '@grok-image/middleware/internal';
import { createHub } from './make/hub.ts';
import type { ReadSource } from './make/model-call.ts';
import { createRunner } from './make/runner.ts';
import { createApp } from './server/app.ts';
import { readPageFiles } from './server/page-files.ts';
import { openServices } from './services/open-services.ts';
import { isLoopback, readSettings, type PlaygroundSettings } from './settings/settings.ts';
import { PlaygroundStartError } from './settings/start-error.ts';
import { openFiles } from './store/files.ts';
import { openJournal } from './store/journal.ts';
import { createLibrary } from './store/library.ts';

/** A playground that listens. */
export interface RunningPlayground {
  /** What to open: it has the token, without which nobody gets in. */
  readonly address: string;
  /** Its origin, e.g. `http://127.0.0.1:4180`. */
  readonly url: string;
  /** Where pictures and records are, absolute. */
  readonly folder: string;
  readonly services: readonly { readonly name: string; readonly title: string }[];
  /**
   * Stops listening, waits up to 5 s for calls that nothing could collect later, and lets the folder go. What else runs is
   * collected at the next start.
   */
  close(): Promise<void>;
}

const usualPort = 4180;
/** How long `close` waits for calls that nothing could collect later, in milliseconds. */
const graceMs = 5000;

/**
 * Starts the page to try prompts, compare services and see what they cost, on this machine.
 *
 * @throws PlaygroundStartError where it cannot start; InvalidArgumentError naming a setting
 * @example
 * const playground = await startPlayground({ services: ['emulator'], folder: 'pictures' });
 * console.log(playground.address);
 */
export async function startPlayground(settings: PlaygroundSettings = {}): Promise<RunningPlayground> {
  const { port, host, folder, services: wanted, openPage, onWarning } = readSettings(settings);
  const page = await readPageFiles();
  const closing: (() => unknown)[] = [];
  const closeAll = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    await makeFolder(folder);
    closing.push(await takeFolder(folder));
    const services = await openServices(wanted);
    closing.push(services.close);
    const { journal, lines, broken } = openJournal(join(folder, 'journal.jsonl'));
    closing.push(journal.close);
    if (broken > 0)
      onWarning(`${broken} lines of ${join(folder, 'journal.jsonl')} cannot be read, and are passed over.`);
    const library = createLibrary(lines, journal, onWarning);
    const files = openFiles(folder);
    const hub = createHub();
    const readSource: ReadSource = async ({ kind, id }) => {
      if (kind === 'upload') return files.readUpload(id);
      const entry = library.picture(id);
      return entry && files.read(entry.picture.file);
    };
    const runner = createRunner({ services, library, files, hub, readSource });
    const token = randomBytes(24).toString('base64url');
    const server = createAdaptorServer({ fetch: request => app.fetch(request) });
    const taken = await listen(server, host, port);
    const app = createApp(
      { services, library, files, hub, runner, readSource },
      { token, host, port: taken },
      page,
    );
    closing.push(() => runner.drain(graceMs));
    closing.push(async () => {
      const closed = once(server.close(), 'close');
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    });
    if (!isLoopback(host)) onWarning(openToAll(host, taken));
    runner.recover();
    const url = `http://${shownHost(host)}:${taken}`;
    const address = `${url}/?token=${token}`;
    if (openPage) await openInBrowser(address, onWarning);
    return {
      address,
      url,
      folder,
      services: services.all.map(({ name, title }) => ({ name, title })),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlaygroundStartError(
      'folder',
      `the folder cannot be made (${reason})`,
      'Pass another folder.',
      error,
    );
  }
}

/** Two that write into one folder would not see what the other made. Returns what lets it go. */
async function takeFolder(folder: string): Promise<() => Promise<void>> {
  const { release } = await takeLock(join(folder, '.lock'), {
    taken: ({ pid, host }) =>
      new PlaygroundStartError(
        'folder',
        `the playground of process ${pid} on ${host} uses the folder ${folder}`,
        'End it, or pass another folder.',
      ),
  });
  return release;
}

async function listen(
  server: ReturnType<typeof createAdaptorServer>,
  host: string,
  port: number | undefined,
): Promise<number> {
  try {
    await once(server.listen(port ?? usualPort, host), 'listening');
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (isTaken && port === undefined) return listen(server, host, 0);
    const reason = error instanceof Error ? error.message : String(error);
    const advice = 'Pass another port, or 0 for a free one.';
    throw new PlaygroundStartError('port', `it cannot listen (${reason})`, advice, error);
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : (port ?? usualPort);
}

function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function openToAll(host: string, port: number): string {
  return `The playground listens on ${host}:${port}: whoever is in the network and has its address can spend your money. It is not encrypted. Leave host out to keep it to this machine.`;
}

async function openInBrowser(address: string, onWarning: (sentence: string) => void): Promise<void> {
  try {
    const { default: open } = await import('open');
    const child = await open(address);
    child.on('error', error => onWarning(notOpened(error)));
  } catch (error) {
    onWarning(notOpened(error));
  }
}

function notOpened(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `Failed to open the page: ${reason}. Open its address in a browser.`;
}
