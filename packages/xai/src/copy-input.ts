import { isPlainObject } from '@grok-image/core';

/**
 * Copies what a caller gave, who may go on and change it before it is sent: lists, plain objects and bytes, each of
 * them once. Everything else stays what it is, to be refused where it does not fit.
 *
 * @example
 * const requests = copyInput(given); // the same bytes in a thousand requests are copied once
 */
export function copyInput<T>(value: T, copies?: Map<unknown, unknown>): T;
export function copyInput(value: unknown, copies: Map<unknown, unknown> = new Map()): unknown {
  const known = copies.get(value);
  if (known !== undefined) return known;
  // Not `slice`, which gives a view of a `Buffer`.
  if (value instanceof Uint8Array) return remember(new Uint8Array(value));
  if (Array.isArray(value)) {
    const list = remember<unknown[]>([]);
    for (const entry of value) list.push(copyInput(entry, copies));
    return list;
  }
  if (!isPlainObject(value)) return value;
  // Without a prototype, so that `__proto__` is a name as any other.
  const object = remember<Record<string, unknown>>(Object.create(null));
  for (const [name, entry] of Object.entries(value)) object[name] = copyInput(entry, copies);
  return object;

  function remember<COPY>(copy: COPY): COPY {
    copies.set(value, copy);
    return copy;
  }
}
