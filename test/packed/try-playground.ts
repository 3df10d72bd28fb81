import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { consumerNode, environmentOf } from './command.ts';
import type { Tarball } from './tarball.ts';

const patienceMs = 180_000;

/**
 * The playground as somebody meets it first: by npx, in an empty folder, without a key. It serves its page, and makes a
 * picture with a thumbnail.
 *
 * @throws an error that says what it does instead
 */
export async function tryPlayground(tarballs: readonly Tarball[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const packages = tarballs.flatMap(({ file }) => ['--package', file]);
  const flags = ['--service', 'emulator', '--no-open', '--port', '0'];
  const args = ['--yes', '--prefer-offline', ...packages, 'grok-image', 'playground', ...flags];
  const child = spawn('npx', args, {
    cwd: folder,
    env: environmentOf(path.dirname(consumerNode)),
    // With npx ends what npx started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', line => said.push(line));
  try {
    const [address] = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(patienceMs) }),
      ended.then(() => []),
    ]);
    if (typeof address !== 'string') throw new TypeError(`The playground ended: ${said.join('\n')}`);
    await usePage(new URL(address));
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await ended;
  }
}

async function usePage(address: URL): Promise<void> {
  const { origin } = address;
  const door = await fetch(address, { redirect: 'manual' });
  const cookie = (door.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const ask = async (place: string, body?: unknown): Promise<Response> => {
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(origin + place, { ...post, headers: { cookie, origin } });
    if (!response.ok) throw new TypeError(`${place}: ${response.status} ${await response.text()}`);
    return response;
  };
  const page = await (await ask('/')).text();
  const [, script = ''] = /src="([^"]+\.js)"/.exec(page) ?? [];
  await ask(script);
  const key = crypto.randomUUID();
  const targets = [{ service: 'xai', model: 'grok-imagine-image' }];
  await ask('/api/runs', { key, prompt: 'A cat in a tree', targets });
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const runs: { state: string; pictures: { id: string }[] }[] = await (await ask('/api/runs')).json();
    const [picture] = runs[0]?.pictures ?? [];
    if (picture && runs[0]?.state === 'done') {
      const thumbnail = await ask(`/api/pictures/${picture.id}/small`);
      const type = thumbnail.headers.get('content-type');
      if (type !== 'image/webp') throw new TypeError(`Expected a thumbnail, but got ${type}.`);
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new TypeError('The playground made no picture.');
}
