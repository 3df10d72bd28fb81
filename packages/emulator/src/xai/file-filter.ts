import { invalidArgument } from './errors.ts';
import type { StoredFile } from './files.ts';

/** A file with what has to be known of it beforehand. */
export interface ListedFile {
  readonly file: StoredFile;
  /** In bytes; 0 where nobody asks for it. */
  readonly size: number;
}

type Value = string | number;

const fields: Readonly<Record<string, (listed: ListedFile) => Value>> = {
  id: ({ file }) => file.id,
  filename: ({ file }) => file.filename,
  purpose: ({ file }) => file.purpose,
  content_type: ({ file }) => file.type,
  created_at: ({ file }) => file.createdAt,
  expires_at: ({ file }) => file.expiresAt ?? 0,
  size: ({ size }) => size,
  bytes: ({ size }) => size,
};

const operators: Readonly<Record<string, (left: Value, right: Value) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  ':': (left, right) => String(left).includes(String(right)),
};

/**
 * Reads the part of AIP-160 (google.aip.dev/160) that a list of files needs: comparisons joined by `AND`, as in
 * `content_type = "image/jpeg" AND size > 1000`.
 */
export function parseFilter(filter: string): (listed: ListedFile) => boolean {
  const comparison = /\s*(\w+)\s*(!=|<=|>=|=|<|>|:)\s*("(?:[^"\\]|\\.)*"|[^\s"]+)\s*(AND\s|$)/y;
  const conditions: ((listed: ListedFile) => boolean)[] = [];
  while (comparison.lastIndex < filter.length) {
    const [, name = '', operator = '', literal = ''] = comparison.exec(filter) ?? [];
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const compare = operators[operator];
    if (read === undefined || compare === undefined) throw invalidArgument(`Invalid filter: ${filter}`);
    const text = literal.startsWith('"') ? literal.slice(1, -1).replaceAll(/\\(.)/g, '$1') : literal;
    conditions.push(listed => {
      const value = read(listed);
      return compare(value, typeof value === 'number' ? Number(text) : text);
    });
  }
  return listed => conditions.every(holds => holds(listed));
}
