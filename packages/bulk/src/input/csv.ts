import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { messageOf } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { ReadLine } from './read-line.ts';

const rowSchema = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/**
 * The rows of a CSV file, by the names in its first one: quoted fields, breaks of lines in them, a byte order mark, and
 * comma, semicolon or tab between.
 *
 * @param head - the beginning of the file
 */
export async function* readCsv(path: string, head: string): AsyncGenerator<ReadLine> {
  // Most runs have no such file.
  const { parse } = await import('csv-parse');
  const skipped: ReadLine[] = [];
  // Where the file cannot be read, the rows end with what the disk says.
  const rows = pipeline(
    createReadStream(path),
    parse({
      bom: true,
      delimiter: delimiterOf(head),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      trim: true,
      on_skip(error) {
        const line = Number(error?.['lines'] ?? 0);
        skipped.push({ line, problem: `It is no CSV (${messageOf(error)}).` });
        return undefined;
      },
    }),
    () => {},
  );
  let names: readonly string[] | undefined;
  let line = 1;
  for await (const row of rows) {
    yield* skipped.splice(0);
    const { record, info } = rowSchema.parse(row);
    const first = line;
    line = info.lines + 1;
    if (names === undefined) names = record;
    else yield toRow(names, record, first);
  }
  yield* skipped.splice(0);
}

function toRow(names: readonly string[], record: readonly string[], line: number): ReadLine {
  if (record.length !== names.length) {
    return { line, problem: `It has ${record.length} fields, and the first line names ${names.length}.` };
  }
  if (record.some(field => field.includes('\uFFFD'))) return { line, problem: 'It is not written in UTF-8.' };
  return { line, value: Object.fromEntries(names.map((name, index) => [name, record[index]])) };
}

/** Of the first line, outside of quotes. */
function delimiterOf(head: string): string {
  const [first = ''] = head.split(/\r?\n/);
  const bare = first.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map(mark => ({ mark, count: bare.split(mark).length - 1 }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ',';
}
