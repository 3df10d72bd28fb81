import { invalidArgument } from './errors.ts';
import type { StoredFile } from './files.ts';

const sortKeys = ['created_at', 'filename', 'size'] as const;

const maxLimit = 100;

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
  const sortBy = readWord(query, 'sort_by', sortKeys);
  const order = readWord(query, 'order', ['desc', 'asc']);
  const isWanted = parseFilter(filter);
  // The size of a picture is known once it is painted, which nobody waits for without need.
  const needsSize = sortBy === 'size' || /\b(size|bytes)\b/.test(filter);
  const listed = await Promise.all(all.map(async file => toFields(file, needsSize ? await file.size() : 0)));
  listed.sort((one, other) => compare(one.fields[sortBy] ?? '', other.fields[sortBy] ?? ''));
  if (order === 'desc') listed.reverse();
  const start = placeAfter(listed, token === '' ? 'after' : 'pagination_token', token === '' ? after : token);
  const rest = listed
    .slice(start)
    .filter(({ file, fields }) => isShown(file) && isWanted(fields))
    .slice(0, readLimit(query['limit'], maxLimit, maxLimit));
  return { files: rest.map(({ file }) => file), token: rest.at(-1)?.file.id ?? token };
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

function readWord<Word extends string>(
  query: Readonly<Record<string, string>>,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const given = query[name] ?? words[0];
  const found = words.find(word => word === given);
  if (found !== undefined) return found;
  throw invalidArgument(`Invalid ${name}: ${given}. Must be one of: ${words.join(', ')}.`);
}

type Value = string | number;

const fieldNames = [
  'id',
  'filename',
  'purpose',
  'content_type',
  'created_at',
  'expires_at',
  'size',
  'bytes',
] as const;
type Fields = Readonly<Record<(typeof fieldNames)[number], Value>>;

function toFields(
  file: StoredFile,
  size: number,
): { readonly id: string; readonly file: StoredFile; readonly fields: Fields } {
  const { id, filename, purpose, type, createdAt, expiresAt = 0 } = file;
  const times = { created_at: createdAt, expires_at: expiresAt };
  return { id, file, fields: { id, filename, purpose, content_type: type, ...times, size, bytes: size } };
}

function compare(left: Value, right: Value): number {
  return left < right ? -1 : Number(left > right);
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
    const [, given, operator = '', literal = ''] = comparison.exec(filter) ?? [];
    const name = fieldNames.find(field => field === given);
    const holds = operators[operator];
    if (name === undefined || holds === undefined) throw invalidArgument(`Invalid filter: ${filter}`);
    const text = literal.startsWith('"') ? literal.slice(1, -1).replaceAll(/\\(.)/g, '$1') : literal;
    conditions.push(({ [name]: value }) => holds(value, typeof value === 'number' ? Number(text) : text));
  }
  return fields => conditions.every(holds => holds(fields));
}
