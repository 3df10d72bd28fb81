import { join } from 'node:path';
import { takeLock, type Lock } from '@grok-image/middleware/internal';
import { BulkError } from '../errors/bulk-error.ts';
import { ownFolder } from './journal.ts';

/**
 * Takes a folder for this process.
 *
 * @param waitMs - how long to wait for another runner to end
 * @throws BulkError of reason `locked`, also from `check`
 */
export async function lockFolder(out: string, waitMs: number, abortSignal?: AbortSignal): Promise<Lock> {
  return takeLock(join(out, ownFolder, 'lock'), {
    waitMs,
    abortSignal,
    taken: ({ pid, host }) =>
      new BulkError('locked', {
        message: `Failed to take the folder ${out}: process ${pid} on ${host} works in it. Wait for it, end it, or use another folder. Nothing was sent.`,
      }),
  });
}
