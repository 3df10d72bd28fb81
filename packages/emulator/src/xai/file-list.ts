import { invalidArgument } from './errors.ts';
import { type ListedFile, parseFilter } from './file-filter.ts';
import type { StoredFile } from './files.ts';

export interface FilePage {
  readonly files: readonly StoredFile[];
  /** Always there: a client stops when a page is not full (docs.x.ai, files guide, 2026). */
  readonly token: string;
}

type SortKey = 'created_at' | 'filename' | 'size';

/** Where a page ends. It does not move when files come and go. */
type Position = readonly [value: string | number, sequence: number];

const maxLimit = 100;

/** One page of a list of files: `limit`, `order`, `sort_by`, `pagination_token`, `after`, `filter`. */
export async function pageFiles(
  all: readonly StoredFile[],
  query: Readonly<Record<string, string>>,
): Promise<FilePage> {
  const sortBy = readWord(query, 'sort_by', ['created_at', 'filename', 'size']);
  const direction = readWord(query, 'order', ['desc', 'asc']) === 'asc' ? 1 : -1;
  const { filter = '', after, pagination_token: token } = query;
  const needsSize = sortBy === 'size' || /\b(size|bytes)\b/.test(filter);
  const listed = await Promise.all(
    all.map(async file => ({ file, size: needsSize ? await file.size() : 0 })),
  );
  const start = token === undefined || token === '' ? positionOfId(listed, after, sortBy) : decode(token);
  const isWanted = parseFilter(filter);
  const rest = listed
    .filter(each => isWanted(each))
    .map(({ file, size }) => ({ file, position: positionOf({ file, size }, sortBy) }))
    .filter(({ position }) => start === undefined || direction * compare(position, start) > 0)
    .toSorted((left, right) => direction * compare(left.position, right.position));
  const page = rest.slice(0, readLimit(query['limit'], maxLimit, maxLimit));
  const end = page.at(-1)?.position ?? start;
  return { files: page.map(({ file }) => file), token: end === undefined ? '' : encode(end) };
}

/** Reads `limit`: at least 1, at most `most`. */
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
  if (found === undefined)
    throw invalidArgument(`Invalid ${name}: ${given}. Must be one of: ${words.join(', ')}.`);
  return found;
}

function positionOf({ file, size }: ListedFile, sortBy: SortKey): Position {
  const values = { created_at: file.createdAt, filename: file.filename, size };
  return [values[sortBy], file.sequence];
}

function positionOfId(
  listed: readonly ListedFile[],
  id: string | undefined,
  sortBy: SortKey,
): Position | undefined {
  if (id === undefined) return undefined;
  const found = listed.find(({ file }) => file.id === id);
  if (found === undefined) throw invalidArgument(`Invalid after: ${id}`);
  return positionOf(found, sortBy);
}

function compare([left, leftSequence]: Position, [right, rightSequence]: Position): number {
  if (left === right) return leftSequence - rightSequence;
  return left < right ? -1 : 1;
}

function encode(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function decode(token: string): Position {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const [value, sequence]: unknown[] = Array.isArray(parsed) ? parsed : [];
    if ((typeof value === 'string' || typeof value === 'number') && typeof sequence === 'number') {
      return [value, sequence];
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidArgument('Invalid pagination token.');
}
