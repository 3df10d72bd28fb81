import { canonical, isObject, type JsonObject, objectOf, textOf } from './json.ts';
import { problem } from './problem.ts';
import { anything, closed, enforce, list, oneOf, text } from './rules.ts';

/** What a patch is applied to. */
export type Patchable = JsonObject;

/** One operation of a JSON Patch document (RFC 6902). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from: string;
  readonly value: unknown;
}

const kinds = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;
const patchRule = list(
  closed({ op: oneOf(kinds), path: text(), from: text(), value: anything }, ['op', 'path']),
);

/**
 * Reads a JSON Patch document.
 *
 * @throws {Problem} 400 if it is none.
 */
export function readPatch(body: unknown): readonly PatchOperation[] {
  enforce(patchRule, body, true);
  return (Array.isArray(body) ? body : []).map(part => {
    const operation = objectOf(part);
    return {
      op: kinds.find(kind => kind === operation['op']) ?? 'test',
      path: textOf(operation['path']) ?? '',
      from: textOf(operation['from']) ?? '',
      value: operation['value'],
    };
  });
}

/**
 * A copy of the target with the operations applied.
 *
 * @throws {Problem} 400 if a path leads nowhere, 409 if a test fails.
 */
export function applyPatch(target: Patchable, operations: readonly PatchOperation[]): Patchable {
  return operations.reduce<Patchable>((before, { op, path, from, value }) => {
    const keys = toKeys(path);
    switch (op) {
      case 'add':
        return objectOf(write(before, keys, value, true));
      case 'replace':
        read(before, keys);
        return objectOf(write(before, keys, value, false));
      case 'remove':
        read(before, keys);
        return objectOf(write(before, keys, undefined, false));
      case 'copy':
        return objectOf(write(before, keys, read(before, toKeys(from)), true));
      case 'move': {
        const moved = read(before, toKeys(from));
        return objectOf(write(objectOf(write(before, toKeys(from), undefined, false)), keys, moved, true));
      }
      case 'test':
        if (canonical(read(before, keys)) === canonical(value)) return before;
        throw problem(409, `The test of ${path} failed.`);
      default:
        return op satisfies never;
    }
  }, target);
}

function toKeys(pointer: string): readonly string[] {
  if (!pointer.startsWith('/')) throw problem(400, `The path '${pointer}' is not a JSON pointer.`);
  return pointer
    .slice(1)
    .split('/')
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce((part, key) => {
    const found = Array.isArray(part)
      ? part[Number(key)]
      : isObject(part) && Object.hasOwn(part, key)
        ? part[key]
        : undefined;
    if (found === undefined) throw problem(400, `The path /${keys.join('/')} does not exist.`);
    return found;
  }, value);
}

/** A copy with one place written; `undefined` removes it. */
function write(value: unknown, [key, ...rest]: readonly string[], next: unknown, inserts: boolean): unknown {
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const index = key === '-' ? value.length : Number(key);
    if (!Number.isInteger(index) || index < 0 || index > value.length)
      throw problem(400, `There is no place ${key} in an array of ${value.length}.`);
    const isInsertion = inserts && rest.length === 0;
    const part = rest.length === 0 ? next : write(value[index], rest, next, inserts);
    return value.toSpliced(index, isInsertion ? 0 : 1, ...(part === undefined ? [] : [part]));
  }
  if (!isObject(value)) throw problem(400, `There is nothing that could have a ${key}.`);
  const part = rest.length === 0 ? next : write(value[key], rest, next, inserts);
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(part === undefined ? others : [...others, [key, part]]);
}
