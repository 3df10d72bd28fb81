import { isPlainObject } from './json.ts';

/**
 * Copies plain objects and lists, and what they hold; all else, e.g. bytes, is passed on as it is. For what a caller may
 * go on to change, before anybody knows whether it is right: it may lead back to itself.
 *
 * @example
 * const kept = copyPlain(providerOptions.xai);
 */
export function copyPlain(value: unknown, copies: Map<unknown, unknown> = new Map()): unknown {
  if (copies.has(value)) return copies.get(value);
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const entry of value) list.push(copyPlain(entry, copies));
    return list;
  }
  if (!isPlainObject(value)) return value;
  const copy: Record<string, unknown> = {};
  copies.set(value, copy);
  for (const [name, entry] of Object.entries(value)) {
    // Defined, as an assignment of `__proto__` would be lost.
    Object.defineProperty(copy, name, {
      value: copyPlain(entry, copies),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}
