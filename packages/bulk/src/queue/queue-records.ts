import { isFinal, parseRecord, storedJobSchema, type JobRecord } from '../job/record.ts';
import type { QueuedJob, QueuedState } from './engine.ts';
import { readRecord } from './ledger-records.ts';
import { engineOf, spaceOf, type BulkQueue } from './open-queue.ts';
import { unsentReason } from './unsent-reason.ts';

const pageSize = 500;
const open: QueuedState[] = ['active', 'waiting', 'delayed', 'failed', 'prioritized'];

/**
 * The record of each job of a run. For those that have ended, what their worker has told is taken; of all others, and of
 * those that nobody knows of, the ledger has the truth.
 */
export async function* queueRecords(queue: BulkQueue): AsyncGenerator<JobRecord> {
  const { ledger } = engineOf(queue);
  const space = spaceOf(queue, queue.run);

  async function recordOf({ job, isCompleted }: FoundJob): Promise<JobRecord> {
    const told = isCompleted ? parseRecord(JSON.stringify(job.returnvalue)) : undefined;
    if (told !== undefined && told.state !== 'unknown') return told;
    const key = job.id ?? '';
    const record = await readRecord(ledger, space, key);
    const { reason } = unsentReason(job);
    return (
      settled(record, told) ?? {
        key,
        state: 'queued',
        run: queue.run,
        job: storedJobSchema.parse(job.data),
        at: 0,
        ...(reason !== undefined && { error: reason }),
      }
    );
  }

  for await (const page of pagesOfRun(queue)) yield* await Promise.all(page.map(recordOf));
}

/**
 * What is known of a job. One of which nobody knew whether it is paid is no more in the queue, so that what its sender writes
 * of it later counts when it is final: the sender may be gone before that.
 *
 * @param told - how it has ended, as who worked on it has told the queue
 */
export function settled(record: JobRecord | undefined, told: JobRecord | undefined): JobRecord | undefined {
  return record !== undefined && told?.state === 'unknown' && !isFinal(record)
    ? { ...record, state: 'unknown', error: told.error }
    : (record ?? told);
}

interface FoundJob {
  readonly job: QueuedJob;
  readonly isCompleted: boolean;
}

async function* pagesOfRun(queue: BulkQueue): AsyncGenerator<readonly FoundJob[]> {
  const { queue: moving } = engineOf(queue);
  const seen = new Set<string>();
  // What moves meanwhile moves on, and is met further on.
  for (const states of [open, ['completed'] satisfies QueuedState[]]) {
    for (let start = 0; ; start += pageSize) {
      const page = await moving.getJobs([...states], start, start + pageSize - 1, true);
      if (page.length === 0) break;
      const found: FoundJob[] = [];
      for (const job of page) {
        // One that moves meanwhile may be met twice.
        if (job.name !== queue.run || job.id === undefined || seen.has(job.id)) continue;
        seen.add(job.id);
        found.push({ job, isCompleted: states[0] === 'completed' });
      }
      yield found;
    }
  }
}
