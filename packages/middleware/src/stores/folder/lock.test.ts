import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { takeLock, type Lock, type LockHolder } from './lock.ts';

/** Where a lock may be. */
function makePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'grok-image-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return join(folder, 'of/something/lock');
}

const taken = ({ pid, host }: LockHolder) => new RangeError(`process ${pid} on ${host} has it`);

async function take(path: string, waitMs?: number): Promise<Lock> {
  return takeLock(path, { taken, waitMs });
}

/** A lock as somebody else has left it. */
async function leaveLock(about: object): Promise<string> {
  const path = makePath();
  await (await take(path)).release();
  putLock(path, about);
  return path;
}

function putLock(path: string, about: object): void {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  writeFileSync(path, JSON.stringify({ token: 'other', pid: 1, boot, host: hostname(), ...about }));
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

test('a lock has one holder at a time', async () => {
  const { pid, kill } = startSleeper();
  const path = await leaveLock({ pid });
  await expect(take(path)).rejects.toThrow(`process ${pid} on ${hostname()} has it`);
  const waiting = take(path, 20_000);
  await kill();
  await (await waiting).release();
  await (await take(path)).release();
});

test('a process does not break its own lock', async () => {
  const path = makePath();
  const lock = await take(path);
  await expect(take(path)).rejects.toThrow(`process ${process.pid} on ${hostname()} has it`);
  const before = new Date(Date.now() - 16_000);
  utimesSync(path, before, before);
  await expect(take(path)).rejects.toThrow(`process ${process.pid} on ${hostname()} has it`);
  await expect(lock.check()).resolves.toBeUndefined();
  await lock.release();
  await (await take(path)).release();
});

test.each([
  ['a machine that was started anew since', { boot: 'earlier' }],
  ['a process of our own number, which is us', { pid: process.pid }],
])('the lock of %s is broken at once', async (_, about) => {
  const lock = await take(await leaveLock(about), 1000);
  await expect(lock.check()).resolves.toBeUndefined();
  await lock.release();
});

test('the lock of another machine is broken after 15 s without a sign of life', async () => {
  const path = await leaveLock({ host: 'another' });
  await expect(take(path)).rejects.toThrow('process 1 on another has it');
  const before = new Date(Date.now() - 16_000);
  utimesSync(path, before, before);
  await (await take(path, 1000)).release();
});

test('who stood still for long sees that another one has it, and gives no sign of life in its place', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const path = makePath();
  const lock = await take(path);
  const before = new Date(2020, 0);
  putLock(path, { host: 'another' });
  utimesSync(path, before, before);
  vi.advanceTimersByTime(16_000);
  await expect(lock.check()).rejects.toThrow('process 1 on another has it');
  expect(statSync(path).mtime).toEqual(before);
  await lock.release();
  expect(readFileSync(path, 'utf8')).toContain('another');
});
