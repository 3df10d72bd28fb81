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
 * A text in lines that end between words.
 *
 * @example
 * wrapped('A cat in a tree', 8); // ['A cat in', 'a tree']
 */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push(word);
  }
  return lines;
}

/**
 * Rows as columns, two blanks apart.
 *
 * @param right - columns that are figures
 * @param width - of the terminal, where the last column is a sentence that may need several lines
 * @example
 * inColumns([['cat', '2'], ['horse', '10']], { right: [1] }); // 'cat     2\nhorse  10'
 */
export function inColumns(
  rows: readonly (readonly string[])[],
  { right = [], width }: { readonly right?: readonly number[]; readonly width?: number } = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  const indent = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0);
  return rows
    .flatMap(row => {
      const [first = '', ...more] =
        width === undefined ? [row.at(-1)] : wrapped(row.at(-1) ?? '', width - indent);
      const cells = [...row.slice(0, -1), first].map((cell, index) =>
        right.includes(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      );
      return [cells.join('  '), ...more.map(line => ' '.repeat(indent) + line)];
    })
    .map(line => line.trimEnd())
    .join('\n');
}
