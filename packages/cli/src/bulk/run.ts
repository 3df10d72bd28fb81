import {
  createWorker,
  enqueueAll,
  runBulk,
  status,
  waitForAll,
  writeReport,
  type BulkQueue,
  type BulkRunOptions,
  type BulkSummary,
} from '@grok-image/bulk';
import { invalidArgumentInWords } from '@grok-image/core';
import type { Call } from '../flags/definition.ts';
import { counted } from '../output/amounts.ts';
import { progressLine } from '../output/progress-line.ts';
import type { OpenPlace } from './place.ts';
import { createTeller } from './tell.ts';
import { untilStopped } from './until-stopped.ts';

/** A run of a file, on one machine or on many. */
export interface Run {
  readonly call: Pick<Call<unknown>, 'output' | 'stop'>;
  readonly opened: OpenPlace;
  readonly options: Omit<BulkRunOptions, 'out'>;
  /** Whether other machines send. */
  readonly enqueueOnly: boolean;
  /** Whether a folder was named for the report of a queue. */
  readonly writesReport: boolean;
}

/** Milliseconds that what is under way may take after the first Ctrl-C. */
const graceMs = 600_000;

/** Runs it on this machine, by the journal of its folder. */
export async function runFolder({
  call: { output, stop },
  opened: { out, bucket },
  options,
  enqueueOnly,
}: Run): Promise<BulkSummary> {
  if (enqueueOnly)
    throw invalidArgumentInWords('--enqueue-only', 'no queue', '--redis or --postgres beside it');
  stop.describe(
    () => 'Nothing more is sent; what is paid is fetched.',
    () => 'The same command goes on from here.',
  );
  return runBulk({
    ...options,
    out,
    stopSignal: stop.soft,
    abortSignal: stop.hard,
    onEvent: createTeller(output, { out }),
    ...(bucket && { bucket }),
  });
}

/**
 * Puts it into a queue, and sends it together with the other workers.
 *
 * @returns nothing where this machine sends none
 */
export async function runQueue(
  { call: { output, stop }, opened: { out, bucket }, options, enqueueOnly, writesReport }: Run,
  queue: BulkQueue,
): Promise<BulkSummary | undefined> {
  if (bucket === undefined) {
    throw invalidArgumentInWords(
      '--bucket',
      'nothing',
      's3://bucket, as machines that share a queue share no folder',
    );
  }
  const { added, known, bad } = await enqueueAll(queue, options);
  const line = `${counted(added, 'job')} put into run ${queue.run}, ${known} were there${bad > 0 ? `, ${bad} bad lines` : ''}`;
  output.result({ type: 'enqueued', run: queue.run, added, known, bad }, '');
  output.note(line);
  if (enqueueOnly) return undefined;
  const worker = await createWorker({
    ...options,
    queue,
    graceMs,
    onEvent: createTeller(output, { out: '' }),
  });
  stop.describe(() => 'Takes nothing more, and finishes what is under way; the rest stays in the queue.');
  const waiting = new AbortController();
  const stopped = untilStopped(worker, stop, graceMs).then(() => waiting.abort());
  const summary = await waitForAll(queue, {
    abortSignal: waiting.signal,
    onProgress: one => output.progress(progressLine(one)),
  }).catch(async (error: unknown) => {
    if (!waiting.signal.aborted) throw error;
    return status(queue);
  });
  await (waiting.signal.aborted ? stopped : worker.close());
  return writesReport ? { ...summary, ...(await writeReport(queue, out)) } : summary;
}
