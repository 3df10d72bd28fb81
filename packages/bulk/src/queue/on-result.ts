import { wait } from '@grok-image/core';
import { parseRecord, type JobRecord } from '../job/record.ts';
import { summarize, type BulkSummary } from '../report/summary.ts';
import { engineOf, type BulkQueue } from './open-queue.ts';
import { queueRecords } from './queue-records.ts';
import { unsentReason } from './unsent-reason.ts';

/**
 * Hears how the jobs of a run end, whichever worker has ended them, from now on.
 *
 * @returns what ends the hearing
 * @example
 * const stop = await onResult(queue, ({ key, state, images }) => notify(key, state, images));
 */
export async function onResult(
  queue: BulkQueue,
  listener: (record: JobRecord) => void,
): Promise<() => Promise<void>> {
  const events = await engineOf(queue).listen(returnvalue => {
    const record = parseRecord(typeof returnvalue === 'string' ? returnvalue : JSON.stringify(returnvalue));
    if (record?.run === queue.run) listener(record);
  });
  return () => events.close();
}

/** Between two looks at a queue, in milliseconds. */
const lookMs = 1000;

/**
 * Waits until every job of a run has ended, or none is sent any more as its workers were stopped (a budget, an account
 * without money).
 *
 * @throws the abort reason
 */
export async function waitForAll(
  queue: BulkQueue,
  {
    abortSignal,
    onProgress,
  }: {
    readonly abortSignal?: AbortSignal | undefined;
    readonly onProgress?: ((summary: BulkSummary) => void) | undefined;
  } = {},
): Promise<BulkSummary> {
  let endedBefore = 0;
  for (let isStill = false; ;) {
    const startedAt = performance.now();
    const summary = await summarize(queue.run, queueRecords(queue));
    onProgress?.(summary);
    const { jobs, running, unsent } = summary;
    const isOver = running === 0 && unsent === 0;
    // One that has moved while it was looked for may be missing: where others move, all have to have ended twice.
    if (isOver && (isStill || jobs === endedBefore)) return summary;
    if (running === 0 && unsent > 0 && (await areAllStopped(queue))) return summary;
    endedBefore = isOver ? jobs : 0;
    // A look at a million jobs takes its time.
    isStill = await becomesStill(queue, (performance.now() - startedAt) * 4, abortSignal);
  }
}

/**
 * Waits for so many milliseconds, or until no job of the queue moves any more, which costs little to find out.
 *
 * @returns whether none does
 */
async function becomesStill(
  queue: BulkQueue,
  milliseconds: number,
  abortSignal: AbortSignal | undefined,
): Promise<boolean> {
  const until = performance.now() + milliseconds;
  do {
    await wait(lookMs, abortSignal);
    const { completed: _, failed: __, ...open } = await engineOf(queue).queue.getJobCounts();
    if (Object.values(open).every(count => count === 0)) return true;
  } while (performance.now() < until);
  return false;
}

async function areAllStopped(queue: BulkQueue): Promise<boolean> {
  const { queue: moving } = engineOf(queue);
  const { waiting = 0, active = 0 } = await moving.getJobCounts();
  if (waiting + active > 0) return false;
  const delayed = await moving.getJobs(['delayed'], 0, 99, true);
  return delayed.length > 0 && delayed.every(job => unsentReason(job).isStopped);
}
