import { isRecord } from '@ai-sdk/provider-utils';
import { accepts, excerpt, invalidArgument, type JsonValue, type OptionReader } from '@grok-image/core';

/** Deeper than anybody nests, so that an object that contains itself is found before the stack is full. */
const mostLevels = 1000;

/** Longest name of a field that a message repeats, in characters. */
const longestName = 60;

/** Accepts an object of JSON: nothing in it that `JSON.stringify` would drop, change or fail at. */
export const jsonOption: OptionReader<Record<string, JsonValue>> = (value, path) => {
  if (!isPlainObject(value)) throw invalidArgument(path, value, 'an object of JSON values');
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      jsonValue(entry, `${path}.${excerpt(name, longestName)}`),
    ]),
  );
};

const jsonValue = /* @__PURE__ */ accepts(value => (isJson(value) ? value : undefined), 'a JSON value');

function isJson(value: unknown, level = 1): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  // A list is copied because `every` passes over what was never set in it.
  const entries: unknown = Array.isArray(value) ? [...value] : isPlainObject(value) && Object.values(value);
  return Array.isArray(entries) && level < mostLevels && entries.every(entry => isJson(entry, level + 1));
}

/** Whether an object is no instance of a class, e.g. no `Date`; it may come from another realm. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
