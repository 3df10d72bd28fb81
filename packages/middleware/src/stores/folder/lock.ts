import { isRecord } from '@ai-sdk/provider-utils';
import { wait } from '@grok-image/core';
import { lazy, randomId } from '@grok-image/core/internal';
import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import * as z from 'zod/v4';
import { ifThere } from './files.ts';

/** How often a holder shows that it lives, and after how long without that it is taken for dead, in milliseconds. */
const heartbeatMs = 2000;
const deadAfterMs = 15_000;

/** Something on a disk that is ours, as a file says. */
export interface Lock {
  /**
   * Makes sure that it still is: a process that stood still for long finds another one in its place.
   *
   * @throws what `taken` makes
   */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Who has a lock. */
export interface LockHolder {
  readonly token: string;
  readonly pid: number;
  /** Of one start of its machine. */
  readonly boot: string;
  readonly host: string;
}

const holderSchema = lazy((): z.ZodType<LockHolder> =>
  z.object({ token: z.string(), pid: z.number(), boot: z.string(), host: z.string() }),
);

/** How a lock is taken. */
export interface LockOptions {
  /** The error for who has it. */
  readonly taken: (holder: LockHolder) => Error;
  /** How long to wait until it is free, in milliseconds; 0 when left out. */
  readonly waitMs?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Locks of this very process, which are nobody else's to break. */
const held = new Set<string>();

/**
 * Takes a lock. That of a process that is gone is broken, also of one that was killed: at once on this machine, and where
 * nothing tells of a process (another container) after 15 s without a sign of life.
 *
 * @param path - its file
 * @throws what `taken` makes, the abort reason, and what the file system says
 */
export async function takeLock(path: string, { taken, waitMs = 0, abortSignal }: LockOptions): Promise<Lock> {
  await mkdir(dirname(path), { recursive: true });
  const own: LockHolder = { token: randomId(), pid: process.pid, boot: bootId(), host: hostname() };
  const until = performance.now() + waitMs;
  held.add(own.token);
  try {
    while (!(await tryLock(path, own))) {
      const holder = await readHolder(path);
      if (holder !== undefined && performance.now() >= until) throw taken(holder);
      await wait(200, abortSignal);
    }
  } catch (error) {
    held.delete(own.token);
    throw error;
  }
  // By the clock on the wall: the other one goes on while a machine sleeps.
  let seenAt = Date.now();

  /** Shows that it lives, where it is still its own. Returns who has it otherwise. */
  async function beat(): Promise<LockHolder | undefined> {
    const at = Date.now();
    const holder = await readHolder(path);
    if (holder?.token !== own.token) return holder ?? own;
    await ifThere(utimes(path, new Date(), new Date()));
    seenAt = at;
    return undefined;
  }

  // What goes wrong here goes wrong in `check`, too, which tells it.
  const timer = setInterval(() => void beat().catch(() => undefined), heartbeatMs);
  timer.unref();
  return {
    async check() {
      if (Math.abs(Date.now() - seenAt) < deadAfterMs / 2) return;
      const other = await beat();
      if (other) throw taken(other);
    },
    async release() {
      clearInterval(timer);
      held.delete(own.token);
      if ((await readHolder(path))?.token === own.token) await rm(path, { force: true });
    },
  };
}

async function tryLock(path: string, own: LockHolder): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify(own));
    await file.close();
    return true;
  } catch (error) {
    if (!isRecord(error) || error['code'] !== 'EEXIST') throw error;
  }
  const holder = await readHolder(path);
  const found = await ifThere(stat(path));
  if (found === undefined) return false;
  if (holder !== undefined && held.has(holder.token)) return false;
  const isSilent = Date.now() - found.mtimeMs > deadAfterMs;
  // One that is being written has no holder for a moment.
  if (!isSilent && (holder === undefined || !isGone(holder))) return false;
  const aside = `${path}~${own.token}`;
  await ifThere(rename(path, aside));
  const moved = await readHolder(aside);
  // Somebody else broke it in between, and it is theirs.
  if (moved !== undefined && moved.token !== holder?.token) await ifThere(rename(aside, path));
  await rm(aside, { force: true });
  return false;
}

/** Whether the process of a lock certainly does not run: it is none of this machine, or our own number used again. */
function isGone({ pid, boot, host }: LockHolder): boolean {
  if (host !== hostname()) return false;
  if (boot !== bootId() || pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return isRecord(error) && error['code'] === 'ESRCH';
  }
}

async function readHolder(path: string): Promise<LockHolder | undefined> {
  const text = await ifThere(readFile(path, 'utf8'));
  if (text === undefined || text === '') return undefined;
  return holderSchema().safeParse(JSON.parse(text)).data;
}

/** Tells one start of a machine from the next, after which numbers of processes mean others. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
