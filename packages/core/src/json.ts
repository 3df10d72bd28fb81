/** A JSON value in its strictest form: mutable arrays, no `undefined`, so that it fits the types of every AI SDK major. */
export type JsonValue = null | string | number | boolean | JsonValue[] | JsonObject;

/** A JSON object without `undefined` values. */
export type JsonObject = { [key: string]: JsonValue };

/**
 * Leaves out every key whose value is `undefined`, `null` or `''`: in metadata, absent means absent.
 *
 * @example
 * defined({ width: 1024, revisedPrompt: '', url: undefined }); // { width: 1024 }
 */
export function defined(values: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined || value === null || value === '' ? [] : [[key, value]],
    ),
  );
}
