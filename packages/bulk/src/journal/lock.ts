import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isRecord } from '@ai-sdk/provider-utils';
import { wait } from '@grok-image/core';
import { randomId } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { ifThere } from '@grok-image/middleware/internal';
import { BulkError } from '../errors/bulk-error.ts';
import { ownFolder } from './journal.ts';

/** How often a runner shows that it lives, and after how long without that it is taken for dead, in milliseconds. */
const heartbeatMs = 2000;
const deadAfterMs = 15_000;

/** A folder that is ours. */
export interface Lock {
  /**
   * Makes sure that it still is: a process that stood still for long finds another one in its place.
   *
   * @throws BulkError of reason `locked`
   */
  check(): Promise<void>;
  release(): Promise<void>;
}

const holderSchema = z.object({ token: z.string(), pid: z.number(), boot: z.string(), host: z.string() });
type Holder = z.output<typeof holderSchema>;

/**
 * Takes a folder for this process. The lock of a process that is gone is broken, also one that was killed: at once on this
 * machine, and where nothing tells of a process (another container) after 15 s without a sign of life.
 *
 * @param waitMs - how long to wait for another runner to end
 * @throws BulkError of reason `locked`
 */
export async function lockFolder(out: string, waitMs: number, abortSignal?: AbortSignal): Promise<Lock> {
  const path = join(out, ownFolder, 'lock');
  await mkdir(join(out, ownFolder), { recursive: true });
  const own: Holder = { token: randomId(), pid: process.pid, boot: bootId(), host: hostname() };
  const until = performance.now() + waitMs;
  while (!(await tryLock(path, own))) {
    const holder = await readHolder(path);
    if (holder !== undefined && performance.now() >= until) throw taken(out, holder);
    await wait(200, abortSignal);
  }
  let seenAt = performance.now();
  const timer = setInterval(() => {
    const now = new Date();
    void ifThere(utimes(path, now, now)).then(() => {
      seenAt = performance.now();
    });
  }, heartbeatMs);
  timer.unref();
  return {
    async check() {
      if (performance.now() - seenAt < deadAfterMs / 2) return;
      const holder = await readHolder(path);
      if (holder?.token !== own.token) throw taken(out, holder ?? own);
      await utimes(path, new Date(), new Date());
      seenAt = performance.now();
    },
    async release() {
      clearInterval(timer);
      if ((await readHolder(path))?.token === own.token) await rm(path, { force: true });
    },
  };
}

async function tryLock(path: string, own: Holder): Promise<boolean> {
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
function isGone({ pid, boot, host }: Holder): boolean {
  if (host !== hostname()) return false;
  if (boot !== bootId() || pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return isRecord(error) && error['code'] === 'ESRCH';
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await ifThere(readFile(path, 'utf8'));
  if (text === undefined || text === '') return undefined;
  return holderSchema.safeParse(JSON.parse(text)).data;
}

/** Tells one start of a machine from the next, after which numbers of processes mean others. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function taken(out: string, { pid, host }: Holder): BulkError {
  return new BulkError('locked', {
    message: `Failed to take the folder ${out}: process ${pid} on ${host} works in it. Wait for it, end it, or use another folder. Nothing was sent.`,
  });
}
