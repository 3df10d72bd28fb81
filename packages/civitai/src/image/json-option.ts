import {
  excerpt,
  invalidArgument,
  isPlainObject,
  longestName,
  type JsonValue,
  type OptionReader,
} from '@grok-image/core';

/** Deeper than anybody nests, so that an object that contains itself is found before the stack is full. */
const mostLevels = 1000;

/** Accepts an object of JSON: nothing in it that `JSON.stringify` would drop, change or fail at. It is copied, all of it. */
export const jsonOption: OptionReader<Record<string, JsonValue>> = (value, path) => {
  if (!isPlainObject(value)) throw invalidArgument(path, value, 'an object of JSON values');
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      const copy = copyJson(entry, 1);
      if (copy !== undefined) return [name, copy];
      throw invalidArgument(`${path}.${excerpt(name, longestName)}`, entry, 'a JSON value');
    }),
  );
};

/** `undefined` for what is no JSON. */
function copyJson(value: unknown, level: number): JsonValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (level === mostLevels) return undefined;
  if (Array.isArray(value)) {
    const copies: JsonValue[] = [];
    // Not `map`, which passes over what was never set and, in a circle of lists, goes on for longer than anybody lives.
    for (const entry of value) {
      const copy = copyJson(entry, level + 1);
      if (copy === undefined) return undefined;
      copies.push(copy);
    }
    return copies;
  }
  if (!isPlainObject(value)) return undefined;
  const copies: [string, JsonValue][] = [];
  for (const [name, entry] of Object.entries(value)) {
    const copy = copyJson(entry, level + 1);
    if (copy === undefined) return undefined;
    copies.push([name, copy]);
  }
  return Object.fromEntries(copies);
}
