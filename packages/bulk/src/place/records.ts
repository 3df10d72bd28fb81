import type { JobRecord } from '../job/record.ts';
import { readJournal } from '../journal/journal.ts';
import { readManifest } from '../journal/manifest.ts';
import { engineOf, type BulkQueue } from '../queue/open-queue.ts';
import { queueRecords } from '../queue/queue-records.ts';
import { summarize, type BulkSummary } from '../report/summary.ts';
import { writeReport as writePages, type WrittenReport } from '../report/write-report.ts';

/** Where a run is: the folder of `runBulk`, or a queue. */
export type Place = string | BulkQueue;

/** Milliseconds that the address of a picture in a report works for where it has to be signed: 7 days, as long as S3 allows. */
const addressMs = 604_800_000;

/**
 * The record of each job of a run, as it is now. A folder may be worked on meanwhile.
 *
 * @example
 * for await (const { state, job, images } of records('images')) console.log(state, job.prompt, images);
 */
export async function* records(place: Place): AsyncGenerator<JobRecord> {
  if (typeof place !== 'string') {
    engineOf(place);
    yield* queueRecords(place);
    return;
  }
  const manifest = await readManifest(place);
  for await (const record of readJournal(place)) {
    if (manifest === undefined || record.run === manifest.run) yield record;
  }
}

/** How far a run is. Jobs of a folder that were never sent stand in its input only, and are not counted. */
export async function status(place: Place): Promise<BulkSummary> {
  return summarize(await runOf(place), records(place));
}

/** Writes `report.jsonl` and `index.html` of a run into a folder. */
export async function writeReport(place: Place, folder: string): Promise<WrittenReport> {
  const summary = await status(place);
  if (typeof place === 'string') return writePages(folder, records(place), summary);
  return writePages(folder, records(place), summary, ({ blobKey }) =>
    blobKey === undefined ? undefined : place.bucket?.url(blobKey, { expiresInMs: addressMs }),
  );
}

async function runOf(place: Place): Promise<string> {
  return typeof place === 'string' ? ((await readManifest(place))?.run ?? '') : place.run;
}
