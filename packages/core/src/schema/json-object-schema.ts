import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { isPlainObject, type JsonObject, type JsonValue } from './json.ts';

/** Deeper than anybody nests, so that an object that contains itself is found before the stack is full. */
const mostLevels = 1000;

/**
 * An object of JSON: nothing in it that `JSON.stringify` would drop, change or fail at. It is copied, all of it. Zod's own
 * `z.json()` fails at what leads back to itself, and its records lose a field `__proto__`.
 *
 * @example
 * const schema = z.strictObject({ metadata: jsonObjectSchema() });
 */
export const jsonObjectSchema: () => z.ZodType<JsonObject> = /* @__PURE__ */ lazy(() =>
  z
    .unknown()
    .meta({ type: 'object' })
    .transform((value, context): JsonObject => {
      if (!isPlainObject(value)) {
        context.addIssue({ code: 'custom', message: 'an object of JSON values', input: value });
        return z.NEVER;
      }
      const copies: [string, JsonValue][] = [];
      for (const [name, entry] of Object.entries(value)) {
        const copy = copyJson(entry, 1);
        if (copy === undefined) {
          context.addIssue({ code: 'custom', message: 'a JSON value', input: entry, path: [name] });
          return z.NEVER;
        }
        copies.push([name, copy]);
      }
      return Object.fromEntries(copies);
    }),
);

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
