import { createHash } from 'node:crypto';
import type { JobRecord } from '../job/record.ts';

/** A record of a job that is told from others by a word. */
export function recordOf(word: string, about: Partial<JobRecord> = {}): JobRecord {
  return {
    key: createHash('sha256').update(word).digest('hex'),
    state: 'sending',
    run: '1',
    job: { prompt: word },
    at: 1,
    ...about,
  };
}
