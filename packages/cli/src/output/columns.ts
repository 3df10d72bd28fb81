import { stripVTControlCharacters } from 'node:util';

/** `…`, by its number: written out, it makes V8 keep the source in two bytes a character. */
const ellipsis = String.fromCodePoint(0x2026);

/** The beginning of a line that is too long for its place. */
export function shorten(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, Math.max(0, width - 1))}${ellipsis}` : line;
}

/** A text of a service or a person without what would move the cursor, on one line. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\s+/g, ' ').trim();
}

/**
 * Rows as columns, two blanks apart.
 *
 * @param right - columns that are figures
 * @example
 * inColumns([['cat', '2'], ['horse', '10']], [1]); // 'cat     2\nhorse  10'
 */
export function inColumns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows
    .map(row =>
      row
        .map((cell, index) =>
          right.includes(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
