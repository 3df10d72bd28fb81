import { fieldsOf, textOf } from '@grok-image/core';
import { demand } from '../demand.ts';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of the next page. Batches have none on the last one; files have one there, too (docs.x.ai, files guide, 2026). */
  readonly token: string | undefined;
}

/**
 * Reads a page of a list.
 *
 * @param field - where the list stands
 * @throws TypeError when there is no list
 */
export function toPage<T>(json: unknown, field: string, toItem: (entry: unknown) => T): Page<T> {
  const { [field]: entries, pagination_token: token } = fieldsOf(json);
  const list = demand(field, Array.isArray(entries) ? entries : undefined);
  return { items: list.map(entry => toItem(entry)), token: textOf(token) };
}
