import { isRecord } from '@ai-sdk/provider-utils';

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
    Object.entries(values).filter(
      (entry): entry is [string, JsonValue] => entry[1] !== undefined && entry[1] !== null && entry[1] !== '',
    ),
  );
}

/** Whether a value is an object and no instance of a class, e.g. no `Date`; it may come from another realm. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
