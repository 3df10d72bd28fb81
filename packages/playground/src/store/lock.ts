import { isRecord } from '@ai-sdk/provider-utils';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { PlaygroundStartError } from '../settings/start-error.ts';

/**
 * Takes a folder for this process: two that write into one would not see what the other made.
 *
 * @returns what lets it go
 * @throws PlaygroundStartError where a running process has it
 */
export async function takeFolder(file: string, folder: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      if (isRunning(holder)) {
        const why = `the playground of process ${holder} uses the folder ${folder}`;
        throw new PlaygroundStartError('folder', why, 'End it, or pass another folder.', error);
      }
      // Its process is gone.
      await rm(file, { force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user.
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return isRecord(error) ? error['code'] : undefined;
}
