import { invalidArgument } from './errors.ts';
import type { StoredFile } from './files.ts';

const maxLimit = 100;

type Value = string | number;
type Fields = Readonly<Record<string, Value>>;

const fieldNames = 'id filename purpose content_type created_at expires_at size bytes'.split(' ');

/**
 * A page of `all`, in which those that are gone keep its place. The token is the id of the last file shown, always there: a
 * client stops when a page is not full (docs.x.ai, files guide, 2026).
 */
export async function pageFiles(
  all: readonly StoredFile[],
  isShown: (file: StoredFile) => boolean,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly files: readonly StoredFile[]; readonly token: string }> {
  const { filter = '', after = '', pagination_token: token = '' } = query;
  const sortBy = readWord(query, 'sort_by', ['created_at', 'filename', 'size']);
  const isDescending = readWord(query, 'order', ['desc', 'asc']) === 'desc';
  const isWanted = parseFilter(filter);
  // The size of a picture is known once it is painted, which nobody waits for without need.
  const needsSize = sortBy === 'size' || /\b(size|bytes)\b/.test(filter);
  const listed = await Promise.all(
    all.map(async file => {
      const { id, filename, purpose, type, createdAt, expiresAt = 0 } = file;
      const size = needsSize ? await file.size() : 0;
      const times = { created_at: createdAt, expires_at: expiresAt };
      return { id, file, fields: { id, filename, purpose, content_type: type, ...times, size, bytes: size } };
    }),
  );
  const valueOf = ({ fields }: { readonly fields: Fields }): Value => fields[sortBy] ?? '';
  listed.sort((one, other) => (valueOf(one) < valueOf(other) ? -1 : Number(valueOf(one) > valueOf(other))));
  if (isDescending) listed.reverse();
  const start = placeAfter(listed, token === '' ? 'after' : 'pagination_token', token === '' ? after : token);
  const rest = listed
    .slice(start)
    .filter(({ file, fields }) => isShown(file) && isWanted(fields))
    .slice(0, readLimit(query['limit'], maxLimit, maxLimit));
  return { files: rest.map(({ file }) => file), token: rest.at(-1)?.id ?? token };
}

/** Where a list goes on behind the one of an id; without an id, at its beginning. */
export function placeAfter(all: readonly { readonly id: string }[], name: string, id: string): number {
  const place = all.findIndex(each => each.id === id);
  if (id !== '' && place === -1) throw invalidArgument(`Invalid ${name}: ${id}`);
  return place + 1;
}

export function readLimit(text: string | undefined, usual: number, most: number): number {
  const limit = Number(text ?? usual);
  if (!Number.isInteger(limit)) throw invalidArgument(`Invalid limit: ${text}`);
  return Math.min(most, Math.max(1, limit));
}

/** One of several words, the first by default. */
function readWord(query: Readonly<Record<string, string>>, name: string, words: readonly string[]): string {
  const given = query[name] ?? words[0] ?? '';
  if (words.includes(given)) return given;
  throw invalidArgument(`Invalid ${name}: ${given}. Must be one of: ${words.join(', ')}.`);
}

const operators: Readonly<Record<string, (left: Value, right: Value) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  ':': (left, right) => String(left).includes(String(right)),
};

/** Comparisons joined by `AND`, as in `content_type = "image/jpeg" AND size > 1000`: a part of AIP-160 (google.aip.dev/160). */
function parseFilter(filter: string): (fields: Fields) => boolean {
  const comparison = /\s*(\w+)\s*(!=|<=|>=|=|<|>|:)\s*("(?:[^"\\]|\\.)*"|[^\s"]+)\s*(AND\s|$)/y;
  const conditions: ((fields: Fields) => boolean)[] = [];
  while (comparison.lastIndex < filter.length) {
    const [, name = '', operator = '', literal = ''] = comparison.exec(filter) ?? [];
    const holds = operators[operator];
    if (!fieldNames.includes(name) || holds === undefined) throw invalidArgument(`Invalid filter: ${filter}`);
    const text = literal.startsWith('"') ? literal.slice(1, -1).replaceAll(/\\(.)/g, '$1') : literal;
    conditions.push(({ [name]: value = '' }) =>
      holds(value, typeof value === 'number' ? Number(text) : text),
    );
  }
  return fields => conditions.every(holds => holds(fields));
}
