import type { Lock } from '@grok-image/middleware/internal';
import type { Journal } from '../journal/journal.ts';
import type { Records } from '../run/work.ts';

/** Records of a run of one process, which are lines of the journal of its folder. */
export function folderRecords(journal: Journal, lock: Pick<Lock, 'check'>): Records {
  return {
    async take(key) {
      const state = journal.stateOf(key);
      // It may have been written down that it waits, and why.
      const record = state === undefined || state === 'queued' ? undefined : await journal.read(key);
      return record === undefined ? { isNew: true, token: '' } : { isNew: false, record };
    },
    async write(record) {
      await lock.check();
      await journal.write(record);
    },
    giveBack: async () => {},
    // There is one writer, and the one before it is no more.
    takeOver: async record => record,
    afterSender: async record => record,
  };
}
