import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';

/** A server of its own for a test, on a free port of this machine. */
export interface TestServer {
  readonly port: number;
  readonly url: string;
  /** Kills it with -9, as a machine does that goes down. */
  kill(): Promise<void>;
  /** Starts it again in place, with the data that it has on its disk. */
  restart(): Promise<void>;
  /** Stops it, and deletes its data. */
  stop(): Promise<void>;
}

/** Where Debian has the programs of PostgreSQL, of the newest version first. */
function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions.toSorted((a, b) => Number(b) - Number(a)).map(version => join(root, version, 'bin'));
}

function find(program: string): string | undefined {
  const folders = [...postgresFolders(), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map(folder => join(folder, program)).find(path => existsSync(path));
}

const told = new Set<string>();

/** Whether the programs of a server are there; else it says in one line what is left out. */
export function isInstalled(server: 'redis-server' | 'postgres'): boolean {
  const is = find(server) !== undefined && (server === 'redis-server' || find('initdb') !== undefined);
  if (!is && !told.has(server)) {
    told.add(server);
    process.stdout.write(` Left out: the stores that need ${server}, which is not installed.\n`);
  }
  return is;
}

/** Starts Debian's Redis, with its append-only file on unless `settings` say otherwise. */
export async function startRedis(...settings: readonly string[]): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'grok-image-redis-'));
  const port = await freePort();
  const usual = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'];
  const place = ['--port', String(port), '--dir', folder];
  return toServer({
    url: `redis://127.0.0.1:${port}`,
    port,
    folder,
    program: find('redis-server') ?? 'redis-server',
    parameters: [...usual, ...place, ...settings],
    user: undefined,
    lastSignal: 'SIGKILL',
    isReady: () => answers(port, 'PING\r\n', '+PONG'),
  });
}

/** Starts Debian's PostgreSQL with a new data folder, and a superuser `postgres` without a password. */
export async function startPostgres(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'grok-image-postgres-'));
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? idOf('postgres') : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const setUp = ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  execFileSync(find('initdb') ?? 'initdb', setUp, { cwd: folder, stdio: 'ignore', ...user });
  const place = ['-D', folder, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'fsync=on'];
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return toServer({
    url,
    port,
    folder,
    program: find('postgres') ?? 'postgres',
    parameters: place,
    user,
    lastSignal: 'SIGQUIT',
    isReady: () => acceptsQueries(url),
  });
}

interface ServerPlan {
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  readonly program: string;
  readonly parameters: readonly string[];
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  /** Ends it at once, and all its children. */
  readonly lastSignal: 'SIGKILL' | 'SIGQUIT';
  readonly isReady: () => Promise<boolean>;
}

async function toServer(plan: ServerPlan): Promise<TestServer> {
  let running: ChildProcess | undefined;

  async function end(signal: ServerPlan['lastSignal']): Promise<void> {
    const ended = running;
    running = undefined;
    if (ended === undefined || ended.exitCode !== null || ended.signalCode !== null) return;
    ended.kill(signal);
    await once(ended, 'exit');
  }

  async function restart(): Promise<void> {
    await end('SIGKILL');
    const { program, parameters, folder, user, port, isReady } = plan;
    const deadline = performance.now() + 15_000;
    do {
      if (performance.now() > deadline) {
        throw new RangeError(`Failed to start ${program}: it does not answer on port ${port}.`);
      }
      // The children of a killed PostgreSQL hold its memory for a moment, so that the first start may fail.
      if (running === undefined || running.exitCode !== null) {
        running = spawn(program, parameters, { cwd: folder, stdio: 'ignore', ...user });
      }
      await pause(10);
    } while (!(await isReady()));
  }

  // Also where the tests are interrupted.
  const onExit = () => void running?.kill('SIGKILL');
  process.once('exit', onExit);
  await restart();
  return {
    port: plan.port,
    url: plan.url,
    kill: () => end('SIGKILL'),
    restart,
    async stop() {
      process.off('exit', onExit);
      await end(plan.lastSignal);
      rmSync(plan.folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

function idOf(name: string): { uid: number; gid: number } {
  const read = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: read('-u'), gid: read('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answers(port: number, question: string, answer: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.write(question));
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('data', data => end(String(data).startsWith(answer)));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

async function acceptsQueries(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
