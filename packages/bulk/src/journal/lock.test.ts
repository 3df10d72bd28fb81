import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../test/folder.ts';
import { lockFolder } from './lock.ts';

/** A lock as somebody else has left it. */
function leaveLock(out: string, about: object): string {
  mkdirSync(join(out, '.grok-image'), { recursive: true });
  const path = join(out, '.grok-image/lock');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  writeFileSync(path, JSON.stringify({ token: 'other', pid: 1, boot, host: hostname(), ...about }));
  return path;
}

function startSleeper(): { readonly pid: number; readonly kill: () => Promise<void> } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('a folder has one runner at a time', async () => {
  const out = makeFolder();
  const { pid, kill } = startSleeper();
  leaveLock(out, { pid });
  await expect(lockFolder(out, 0)).rejects.toThrow(
    `process ${pid} on ${hostname()} works in it. Wait for it, end it, or use another folder. Nothing was sent.`,
  );
  const waiting = lockFolder(out, 20_000);
  await kill();
  await (await waiting).release();
  await (await lockFolder(out, 0)).release();
});

test.each([
  ['a machine that was started anew since', { boot: 'earlier' }],
  ['a process of our own number, which is us', { pid: process.pid }],
])('the lock of %s is broken at once', async (_, about) => {
  const out = makeFolder();
  leaveLock(out, about);
  const lock = await lockFolder(out, 1000);
  await expect(lock.check()).resolves.toBeUndefined();
  await lock.release();
});

test('the lock of another machine is broken after 15 s without a sign of life', async () => {
  const out = makeFolder();
  const path = leaveLock(out, { host: 'another' });
  await expect(lockFolder(out, 0)).rejects.toThrow('process 1 on another works in it');
  const before = new Date(Date.now() - 16_000);
  utimesSync(path, before, before);
  await (await lockFolder(out, 1000)).release();
});
