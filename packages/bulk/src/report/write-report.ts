import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseRecord, type JobRecord, type StoredImage } from '../job/record.ts';
import { pageCount, toPage, type SheetEntry } from './contact-sheet.ts';
import type { BulkSummary } from './summary.ts';

/** What a report was written to. */
export interface WrittenReport {
  /** Path of `report.jsonl`: the record of each job, a line each. */
  readonly report: string;
  /** Path of `index.html`. */
  readonly contactSheet: string;
}

/** An address that a picture is shown by; `undefined` where it has none. */
export type AddressOf = (image: StoredImage) => PromiseLike<string | undefined> | string | undefined;

const perPage = 100;
const sheetFolder = 'contact-sheet';

/**
 * Writes what became of each job, and pages on which their pictures can be looked at. What was there is replaced.
 *
 * @param addressOf - default the path of the file
 */
export async function writeReport(
  folder: string,
  records: AsyncIterable<JobRecord>,
  summary: BulkSummary,
  addressOf: AddressOf = image => image.file,
): Promise<WrittenReport> {
  await mkdir(folder, { recursive: true });
  const report = join(folder, 'report.jsonl');
  const entries = await writeLines(report, records);
  const pages = pageCount(entries, perPage);
  await rm(join(folder, sheetFolder), { recursive: true, force: true });
  let page = 1;
  let some: SheetEntry[] = [];
  const write = async () => {
    const html = toPage({ entries: some, page, pages, summary });
    if (page > 1) await mkdir(join(folder, sheetFolder), { recursive: true });
    await writeFile(join(folder, pathOf(page)), html);
    page++;
    some = [];
  };
  for await (const line of createInterface({ input: createReadStream(report) })) {
    const record = parseRecord(line);
    if (record === undefined) continue;
    for (const entry of await toEntries(record, addressOf)) {
      some.push(entry);
      if (some.length === perPage) await write();
    }
  }
  if (some.length > 0 || page === 1) await write();
  return { report, contactSheet: join(folder, pathOf(1)) };
}

/** Below the folder. */
function pathOf(page: number): string {
  return page === 1 ? 'index.html' : `${sheetFolder}/${page}.html`;
}

async function toEntries(record: JobRecord, addressOf: AddressOf): Promise<SheetEntry[]> {
  const { images = [] } = record;
  if (images.length === 0) return [{ record }];
  return Promise.all(images.map(async image => ({ record, image, address: await addressOf(image) })));
}

/** @returns how many entries there are: pictures, and jobs without one */
async function writeLines(path: string, records: AsyncIterable<JobRecord>): Promise<number> {
  const aside = `${path}~`;
  const file = createWriteStream(aside);
  const opened = once(file, 'open');
  await opened;
  let entries = 0;
  for await (const { token: _, ...record } of records) {
    entries += Math.max(1, record.images?.length ?? 0);
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  await rename(aside, path);
  return entries;
}
