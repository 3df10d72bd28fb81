import { expect, test } from 'vitest';
import type { JobRecord } from '../job/record.ts';
import { settled } from './queue-records.ts';

const record = (about: Partial<JobRecord>): JobRecord => ({
  key: 'a'.repeat(64),
  state: 'submitted',
  run: '1',
  job: { prompt: 'A cat' },
  at: 1,
  ...about,
});
const unknown = record({ state: 'unknown', error: 'Its process ended before the answer.' });

test('a job that its sender found after others gave it up is unknown until that is kept, with what resumes it', () => {
  const found = record({ resume: { jobId: 'job-1' } });
  expect(settled(found, unknown)).toEqual({ ...found, state: 'unknown', error: unknown.error });
  const kept = record({ state: 'done', resume: { jobId: 'job-1' } });
  expect(settled(kept, unknown)).toBe(kept);
});

test('of all others the ledger has the truth, and the queue where it has none', () => {
  const sent = record({});
  expect(settled(sent, undefined)).toBe(sent);
  expect(settled(undefined, unknown)).toBe(unknown);
  expect(settled(undefined, undefined)).toBeUndefined();
});
